package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.HostFacts;
import io.colama.inspect.fact.SystemFacts.Kernel;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who a system is, and what it boots. */
public final class Host {

    private static final List<String> TRACES =
            List.of(
                    "var/log/wtmp",
                    "var/log/lastlog",
                    "var/log/journal",
                    "var/log/syslog",
                    "var/log/messages",
                    "var/lib/systemd/random-seed");
    private static final List<String> BIRTHS =
            List.of(
                    "var/log/installer",
                    "root/anaconda-ks.cfg",
                    "var/log/bootstrap.log",
                    "etc/machine-id");

    private final Subject subject;

    /** Reads from a system. */
    public Host(Subject subject) {
        this.subject = subject;
    }

    /** Name, identity, place and age. */
    public HostFacts read() throws IOException {
        String name = name();
        int dot = name.indexOf('.');
        return new HostFacts(
                dot > 0 ? name.substring(0, dot) : name,
                dot > 0 ? name.substring(dot + 1) : domain(),
                machineId(),
                timeZone(),
                locale(),
                birth(),
                lastUsed());
    }

    private String name() throws IOException {
        for (String path : List.of("etc/hostname", "etc/HOSTNAME", "etc/myname")) {
            String line = subject.line(path);
            if (!line.isEmpty()) {
                return line;
            }
        }
        String network = value("etc/sysconfig/network", "HOSTNAME");
        return network.isEmpty() ? value("etc/conf.d/hostname", "hostname") : network;
    }

    private String domain() throws IOException {
        return subject.text("etc/resolv.conf").map(Subject.Text::lines).orElse(List.of()).stream()
                .filter(line -> line.startsWith("domain "))
                .map(line -> line.substring("domain ".length()).strip())
                .findFirst()
                .orElse("");
    }

    private String machineId() throws IOException {
        String id = subject.line("etc/machine-id");
        return id.matches("[0-9a-f]{32}") ? id : "";
    }

    private String value(String path, String key) throws IOException {
        Optional<Subject.Text> text = subject.text(path);
        return text.map(found -> ShellValues.parse(found.content()).get(key)).orElse("");
    }

    private String timeZone() throws IOException {
        String target = subject.target("etc/localtime");
        int at = target.indexOf("zoneinfo/");
        if (at >= 0) {
            return target.substring(at + "zoneinfo/".length());
        }
        String plain = subject.line("etc/timezone");
        if (!plain.isEmpty()) {
            return plain;
        }
        String clock = value("etc/sysconfig/clock", "ZONE");
        return clock.isEmpty() ? value("etc/sysconfig/clock", "TIMEZONE") : clock;
    }

    private String locale() throws IOException {
        for (String path : List.of("etc/locale.conf", "etc/default/locale", "etc/sysconfig/i18n")) {
            String found = value(path, "LANG");
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private String birth() throws IOException {
        for (String path : BIRTHS) {
            String time = subject.modified(path);
            if (!time.isEmpty()) {
                return time;
            }
        }
        return "";
    }

    private String lastUsed() throws IOException {
        String newest = "";
        for (String path : TRACES) {
            String time = subject.modified(path);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        return newest;
    }

    /** Kernels by their images and by their modules. */
    public List<Kernel> kernels() throws IOException {
        List<Kernel> kernels = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (String image : subject.names("boot", name -> name.matches("vmlinu[xz]-.+"))) {
            String version = image.replaceFirst("vmlinu[xz]-", "");
            known.add(version);
            kernels.add(new Kernel(version, "/boot/" + image));
        }
        for (String place : List.of("lib/modules", "usr/lib/modules")) {
            for (String version : subject.names(place, name -> name.matches("\\d.*"))) {
                if (known.add(version)) {
                    kernels.add(new Kernel(version, ""));
                }
            }
        }
        return kernels;
    }
}
