package io.colama.definition.machine;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network card of a machine.
 *
 * @param mac its address; empty when the host shall choose one
 * @param attachment what it is plugged into
 * @param network the name of the network, bridge or host adapter; empty where the attachment needs
 *     none
 * @param model the model of the card, such as {@code virtio}; empty for the usual
 * @param vlan the VLAN tag
 * @param bootOrder its place in the boot order, from 1; empty when it is not booted from by name
 */
public record NetworkInterface(
        Optional<MacAddress> mac,
        Attachment attachment,
        String network,
        Optional<String> model,
        OptionalInt vlan,
        OptionalInt bootOrder) {

    /** What a card is plugged into. */
    public enum Attachment {
        /** A network that the host knows by name. */
        NETWORK,
        /** A bridge or adapter of the host. */
        BRIDGE,
        /** Address translation on the host. */
        NAT,
        /** A network between guests and their host. */
        HOST_ONLY,
        /** Nothing. */
        NONE
    }

    /** A card that is plugged in and needs nothing else. */
    public static NetworkInterface of(Attachment attachment, String network) {
        return new NetworkInterface(
                Optional.empty(),
                attachment,
                network,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    /** The same card with this address. */
    public NetworkInterface withMac(Optional<MacAddress> address) {
        return new NetworkInterface(address, attachment, network, model, vlan, bootOrder);
    }

    /** The same card of this model. */
    public NetworkInterface withModel(Optional<String> newModel) {
        return new NetworkInterface(mac, attachment, network, newModel, vlan, bootOrder);
    }

    /** The same card with this VLAN tag. */
    public NetworkInterface withVlan(OptionalInt tag) {
        return new NetworkInterface(mac, attachment, network, model, tag, bootOrder);
    }

    /** The same card at this place of the boot order. */
    public NetworkInterface withBootOrder(OptionalInt order) {
        return new NetworkInterface(mac, attachment, network, model, vlan, order);
    }
}
