package io.colama.definition;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.SerialPort;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a format can say without loss: the words that random machines for it are made of.
 *
 * @param units the units of a controller of each bus
 * @param controllerModels the models of SCSI controllers
 * @param can the other things that the format has words for
 */
record Dialect(
        DefinitionFormat format,
        Map<DiskBus, Integer> units,
        int controllers,
        List<String> controllerModels,
        List<String> machineTypes,
        List<Attachment> attachments,
        List<String> cardModels,
        List<Display.Protocol> protocols,
        List<String> videoModels,
        List<SerialPort.Kind> serials,
        List<String> systems,
        Set<Word> can) {

    /** Things that some formats have words for. */
    enum Word {
        UUID,
        THREADS,
        TOPOLOGY,
        UEFI,
        SECURE_BOOT,
        TPM,
        FLOPPY,
        /** Drives have their media with them. */
        MEDIA,
        DISK_FORMAT,
        DISK_SIZE,
        DISK_ID,
        BOOT_ORDER,
        VLAN,
        VIDEO_MEMORY,
        DESCRIPTION,
        MAC,
        /** Models and formats may be left open. */
        OPEN,
        /** There may be no display. */
        HEADLESS,
        /** Bridges have names. */
        BRIDGE_NAME,
        /** Disks stand in any order, not controller by controller. */
        ANY_ORDER
    }

    boolean has(Word word) {
        return can.contains(word);
    }
}
