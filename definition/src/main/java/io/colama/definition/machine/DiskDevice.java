package io.colama.definition.machine;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A hard disk of a machine.
 *
 * @param bus how it is attached; never {@link DiskBus#FDC}
 * @param controllerModel the model of the controller, such as {@code lsilogic}; empty for the usual
 * @param controller the number of the controller among those of its bus, from 0
 * @param unit the number at the controller, from 0
 * @param bootOrder its place in the boot order, from 1; empty when it is not booted from by name
 * @param file the file, as the definition names it; empty when it names none
 * @param format the format of the file as the definition declares it, such as {@code qcow2}
 * @param sizeBytes the size of the disk, where the definition tells it
 * @param id an identity inside the definition, such as OVF's disk id
 */
public record DiskDevice(
        DiskBus bus,
        Optional<String> controllerModel,
        int controller,
        int unit,
        OptionalInt bootOrder,
        String file,
        Optional<String> format,
        OptionalLong sizeBytes,
        Optional<String> id) {

    /** Checks that numbers count. */
    public DiskDevice {
        if (controller < 0 || unit < 0 || bus == DiskBus.FDC) {
            throw new IllegalArgumentException(
                    "no disk at bus " + bus + ", controller " + controller + ", unit " + unit);
        }
    }

    /** A disk of which only the place and the file are known. */
    public static DiskDevice of(DiskBus bus, int controller, int unit, String file) {
        return new DiskDevice(
                bus,
                Optional.empty(),
                controller,
                unit,
                OptionalInt.empty(),
                file,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /** The same disk in another file. */
    public DiskDevice withFile(String newFile, Optional<String> newFormat, OptionalLong newSize) {
        return new DiskDevice(
                bus, controllerModel, controller, unit, bootOrder, newFile, newFormat, newSize, id);
    }

    /** The same disk at another place. */
    public DiskDevice at(DiskBus newBus, int newController, int newUnit) {
        return new DiskDevice(
                newBus,
                newBus == bus ? controllerModel : Optional.empty(),
                newController,
                newUnit,
                bootOrder,
                file,
                format,
                sizeBytes,
                id);
    }

    /** The same disk behind a controller of this model. */
    public DiskDevice withControllerModel(Optional<String> model) {
        return new DiskDevice(bus, model, controller, unit, bootOrder, file, format, sizeBytes, id);
    }

    /** The same disk at this place of the boot order. */
    public DiskDevice withBootOrder(OptionalInt order) {
        return new DiskDevice(
                bus, controllerModel, controller, unit, order, file, format, sizeBytes, id);
    }

    /** The same disk with this identity. */
    public DiskDevice withId(Optional<String> newId) {
        return new DiskDevice(
                bus, controllerModel, controller, unit, bootOrder, file, format, sizeBytes, newId);
    }
}
