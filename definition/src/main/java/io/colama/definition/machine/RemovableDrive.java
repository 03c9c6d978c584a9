package io.colama.definition.machine;

import java.util.OptionalInt;

/**
 * A drive for removable media.
 *
 * @param kind what goes into it
 * @param bus how it is attached; {@link DiskBus#FDC} exactly for floppies
 * @param controller the number of the controller among those of its bus, from 0
 * @param unit the number at the controller, from 0
 * @param bootOrder its place in the boot order, from 1; empty when it is not booted from by name
 * @param file the medium as the definition names it; empty when the drive is
 */
public record RemovableDrive(
        Kind kind, DiskBus bus, int controller, int unit, OptionalInt bootOrder, String file) {

    /** What goes into a drive. */
    public enum Kind {
        /** A CD or DVD. */
        CDROM,
        /** A floppy disk. */
        FLOPPY
    }

    /** Checks that numbers count and that floppies, and only they, are at their controller. */
    public RemovableDrive {
        if (controller < 0 || unit < 0 || (kind == Kind.FLOPPY) != (bus == DiskBus.FDC)) {
            throw new IllegalArgumentException(
                    "no "
                            + kind
                            + " at bus "
                            + bus
                            + ", controller "
                            + controller
                            + ", unit "
                            + unit);
        }
    }

    /** A drive for CDs and DVDs. */
    public static RemovableDrive cdrom(DiskBus bus, int controller, int unit, String file) {
        return new RemovableDrive(Kind.CDROM, bus, controller, unit, OptionalInt.empty(), file);
    }

    /** A drive for floppy disks. */
    public static RemovableDrive floppy(int unit, String file) {
        return new RemovableDrive(Kind.FLOPPY, DiskBus.FDC, 0, unit, OptionalInt.empty(), file);
    }

    /** The same drive at another place. */
    public RemovableDrive at(DiskBus newBus, int newController, int newUnit) {
        return new RemovableDrive(kind, newBus, newController, newUnit, bootOrder, file);
    }

    /** The same drive at this place of the boot order. */
    public RemovableDrive withBootOrder(OptionalInt order) {
        return new RemovableDrive(kind, bus, controller, unit, order, file);
    }
}
