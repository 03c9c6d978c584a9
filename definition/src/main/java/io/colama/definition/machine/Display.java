package io.colama.definition.machine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The screen of a machine.
 *
 * @param protocol how people see it
 * @param videoModel the model of the graphics card, such as {@code vga}; empty for the usual
 * @param videoMemoryBytes the memory of the card, where the definition tells it
 */
public record Display(
        Protocol protocol, Optional<String> videoModel, OptionalLong videoMemoryBytes) {

    /** How people see a screen. */
    public enum Protocol {
        /** A window of the hypervisor. */
        LOCAL,
        /** Remote Framebuffer. */
        VNC,
        /** SPICE. */
        SPICE,
        /** Remote Desktop. */
        RDP
    }

    /** A display with the usual card. */
    public static Display of(Protocol protocol) {
        return new Display(protocol, Optional.empty(), OptionalLong.empty());
    }
}
