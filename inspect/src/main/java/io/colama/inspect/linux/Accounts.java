package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.Account;
import io.colama.inspect.fact.SystemFacts.GroupFacts;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users and groups. Of passwords only their kind is kept. */
public final class Accounts {

    private static final Set<String> ADMINISTRATORS = Set.of("root", "sudo", "wheel", "admin");
    private static final int PASSWD_FIELDS = 7;
    private static final int GROUP_FIELDS = 3;

    private final Subject subject;

    /** Reads from a system. */
    public Accounts(Subject subject) {
        this.subject = subject;
    }

    /** The groups of {@code /etc/group}. */
    public List<GroupFacts> groups() throws IOException {
        List<GroupFacts> groups = new ArrayList<>();
        for (String line : lines("etc/group")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= GROUP_FIELDS) {
                List<String> members =
                        fields.length > GROUP_FIELDS
                                ? Arrays.stream(fields[3].split(",", -1))
                                        .filter(name -> !name.isEmpty())
                                        .toList()
                                : List.of();
                groups.add(new GroupFacts(fields[0], fields[2], members));
            }
        }
        return groups;
    }

    private List<String> lines(String path) throws IOException {
        return subject.text(path).map(Subject.Text::lines).orElse(List.of());
    }

    /** The users of {@code /etc/passwd}. */
    public List<Account> users() throws IOException {
        List<GroupFacts> groups = groups();
        Map<String, String> groupNames = new HashMap<>();
        groups.forEach(group -> groupNames.putIfAbsent(group.id(), group.name()));
        Set<String> administrators = administrators(groups);
        Map<String, String> passwords = new HashMap<>();
        for (String line : lines("etc/shadow")) {
            String[] fields = line.split(":", -1);
            if (fields.length > 1) {
                passwords.put(fields[0], kind(fields[1]));
            }
        }
        List<Account> users = new ArrayList<>();
        for (String line : lines("etc/passwd")) {
            String[] fields = line.split(":", -1);
            if (fields.length < PASSWD_FIELDS || fields[0].startsWith("+")) {
                continue;
            }
            String own = fields[1].equals("x") ? "none" : kind(fields[1]);
            String group = Optional.ofNullable(groupNames.get(fields[3])).orElse(fields[3]);
            users.add(
                    new Account(
                            fields[0],
                            fields[2],
                            group,
                            fields[4].replaceFirst(",.*", ""),
                            fields[5],
                            fields[6],
                            passwords.getOrDefault(fields[0], own),
                            fields[2].equals("0")
                                    || administrators.contains(fields[0])
                                    || (ADMINISTRATORS.contains(group) && !group.equals("root")),
                            keys(fields[5]),
                            ""));
        }
        return users;
    }

    private static Set<String> administrators(List<GroupFacts> groups) {
        Set<String> names = new HashSet<>();
        groups.stream()
                .filter(group -> ADMINISTRATORS.contains(group.name()))
                .forEach(group -> names.addAll(group.members()));
        return names;
    }

    private static String kind(String password) {
        if (password.isEmpty()) {
            return "empty";
        }
        if (password.startsWith("!") && password.length() > 2 && password.contains("$")) {
            return "locked";
        }
        if (password.startsWith("!") || password.startsWith("*") || password.equals("x")) {
            return "disabled";
        }
        if (!password.startsWith("$")) {
            return "set:des";
        }
        int end = password.indexOf('$', 1);
        return switch (end < 0 ? "" : password.substring(1, end)) {
            case "1" -> "set:md5";
            case "2a", "2b", "2y" -> "set:bcrypt";
            case "5" -> "set:sha256";
            case "6" -> "set:sha512";
            case "y" -> "set:yescrypt";
            case "gy" -> "set:gost-yescrypt";
            default -> "set:other";
        };
    }

    private int keys(String home) throws IOException {
        if (home.isEmpty() || home.equals("/") || home.equals("/nonexistent")) {
            return 0;
        }
        return (int)
                lines(home + "/.ssh/authorized_keys").stream()
                        .filter(line -> line.contains("ssh-") || line.contains("ecdsa-"))
                        .count();
    }
}
