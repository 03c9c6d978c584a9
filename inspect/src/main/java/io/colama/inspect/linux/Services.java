package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.ServiceFacts;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What starts with the system: units of systemd, scripts of System V, services of OpenRC. */
public final class Services {

    private static final String UNITS = "etc/systemd/system";
    private static final List<String> UNIT_PLACES =
            List.of(UNITS, "usr/lib/systemd/system", "lib/systemd/system");

    private final Subject subject;
    private final Map<String, ServiceFacts> found = new TreeMap<>();

    /** Reads from a system. */
    public Services(Subject subject) {
        this.subject = subject;
    }

    /** All that starts by itself or is kept from it, in the order of their names. */
    public List<ServiceFacts> read() throws IOException {
        for (String directory :
                subject.names(
                        UNITS, name -> name.endsWith(".wants") || name.endsWith(".requires"))) {
            for (String unit : subject.names(UNITS + "/" + directory)) {
                unit(unit, "enabled");
            }
        }
        for (String name : subject.names(UNITS, name -> name.indexOf('.') > 0)) {
            if (subject.target(UNITS + "/" + name).equals("/dev/null")) {
                unit(name, "masked");
            }
        }
        systemV();
        for (String level : subject.names("etc/runlevels")) {
            for (String script : subject.names("etc/runlevels/" + level)) {
                put(new ServiceFacts(script, "openrc", "enabled", "", "", level));
            }
        }
        List<ServiceFacts> all = new ArrayList<>(found.values());
        all.sort(Comparator.comparing(ServiceFacts::name));
        return all;
    }

    private void put(ServiceFacts service) {
        found.putIfAbsent(service.manager() + " " + service.name(), service);
    }

    private void unit(String name, String start) throws IOException {
        String command = "";
        String account = "";
        String description = "";
        String template = name.replaceFirst("@[^.]+\\.", "@.");
        for (String place : start.equals("masked") ? List.<String>of() : UNIT_PLACES) {
            var text = subject.text(place + "/" + template);
            if (text.isPresent()) {
                ShellLines lines = new ShellLines(text.get().lines());
                command = lines.value("ExecStart");
                account = lines.value("User");
                description = lines.value("Description");
                break;
            }
        }
        put(new ServiceFacts(name, "systemd", start, command, account, description));
    }

    /** Lines of a unit: the first value counts, and quotes stay. */
    private record ShellLines(List<String> lines) {
        String value(String key) {
            return lines.stream()
                    .filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private void systemV() throws IOException {
        for (String level : List.of("S", "2", "3", "4", "5")) {
            for (String base : List.of("etc/rc" + level + ".d", "etc/rc.d/rc" + level + ".d")) {
                for (String link : subject.names(base, name -> name.matches("S\\d\\d.+"))) {
                    String script = link.substring(3);
                    if (!found.containsKey("systemd " + script + ".service")) {
                        put(
                                new ServiceFacts(
                                        script,
                                        "sysv",
                                        "enabled",
                                        "/etc/init.d/" + script,
                                        "",
                                        ""));
                    }
                }
            }
        }
    }
}
