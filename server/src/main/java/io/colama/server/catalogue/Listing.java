package io.colama.server.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The machines at one moment. Does not change. */
public final class Listing {

    private final Map<String, ListedMachine> machines;
    private final Map<Order, List<ListedMachine>> sorted = new ConcurrentHashMap<>();

    Listing(Map<String, ListedMachine> machines) {
        this.machines = Map.copyOf(machines);
    }

    /** A machine by its name. */
    public Optional<ListedMachine> find(String name) {
        return Optional.ofNullable(machines.get(name));
    }

    /** How many there are. */
    public int size() {
        return machines.size();
    }

    /** All, sorted. */
    public List<ListedMachine> by(Order order) {
        return sorted.computeIfAbsent(
                order, _ -> machines.values().stream().sorted(order.comparator()).toList());
    }

    Map<String, ListedMachine> machines() {
        return machines;
    }

    /** The same with one machine as it is now, or without it. */
    Listing with(String name, Optional<ListedMachine> machine) {
        Map<String, ListedMachine> all = new HashMap<>(machines);
        if (machine.isPresent()) {
            all.put(name, machine.get());
        } else {
            all.remove(name);
        }
        return new Listing(all);
    }
}
