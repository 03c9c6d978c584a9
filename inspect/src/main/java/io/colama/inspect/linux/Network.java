package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.fact.SystemFacts.NetworkFacts;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a system is connected, by whichever of the ways of configuring a network it uses. */
public final class Network {

    private final Subject subject;
    private final List<Interface> interfaces = new ArrayList<>();
    private final List<String> servers = new ArrayList<>();
    private final List<String> domains = new ArrayList<>();

    /** Reads from a system. */
    public Network(Subject subject) {
        this.subject = subject;
    }

    /** All that is configured. */
    public NetworkFacts read() throws IOException {
        resolver();
        List<String> files = new ArrayList<>(List.of("etc/network/interfaces"));
        for (String name : subject.names("etc/network/interfaces.d")) {
            files.add("etc/network/interfaces.d/" + name);
        }
        for (String file : files) {
            subject.text(file).ifPresent(text -> interfaces.addAll(DebianInterfaces.parse(text)));
        }
        for (String base : List.of("etc/sysconfig/network-scripts", "etc/sysconfig/network")) {
            for (String name : subject.names(base, n -> n.startsWith("ifcfg-"))) {
                subject.text(base + "/" + name)
                        .ifPresent(text -> interfaces.add(InterfaceFiles.ifcfg(name, text)));
            }
        }
        for (String name : subject.names("etc/systemd/network", n -> n.endsWith(".network"))) {
            subject.text("etc/systemd/network/" + name)
                    .ifPresent(text -> interfaces.add(InterfaceFiles.networkd(name, text)));
        }
        String connections = "etc/NetworkManager/system-connections";
        for (String name : subject.names(connections)) {
            subject.text(connections + "/" + name)
                    .ifPresent(text -> interfaces.add(InterfaceFiles.keyfile(name, text)));
        }
        for (String name : subject.names("etc/netplan", n -> n.endsWith(".yaml"))) {
            var text = subject.text("etc/netplan/" + name);
            if (text.isPresent()) {
                netplan(name, text.get());
            }
        }
        interfaces.removeIf(one -> one.name().equals("lo"));
        return new NetworkFacts(
                List.copyOf(interfaces), List.copyOf(servers), List.copyOf(domains));
    }

    private void netplan(String name, Subject.Text text) {
        try {
            interfaces.addAll(Netplan.parse(text));
        } catch (Netplan.Malformed broken) {
            subject.problem(
                    "damaged:netplan", "/etc/netplan/" + name, String.valueOf(broken.getMessage()));
        }
    }

    private void resolver() throws IOException {
        for (String line :
                subject.text("etc/resolv.conf").map(Subject.Text::lines).orElse(List.of())) {
            String[] words = line.split("\\s+");
            if (words[0].equals("nameserver") && words.length > 1) {
                servers.add(words[1]);
            } else if (words[0].equals("search")) {
                domains.addAll(Arrays.asList(words).subList(1, words.length));
            }
        }
    }
}
