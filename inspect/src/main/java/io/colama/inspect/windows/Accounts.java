package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.Account;
import io.colama.inspect.fact.SystemFacts.GroupFacts;
import io.colama.inspect.hive.FileTimes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The users and groups of the machine itself, out of the hive SAM.
 *
 * <p>Source: libyal winreg-kb, "Security Accounts Manager".
 */
final class Accounts {

    private static final int DATA_AT = 0xcc;
    private static final int NAME = 12;
    private static final int FULL_NAME = 24;
    private static final int PASSWORD = 168;
    private static final int LAST_LOGIN = 8;
    private static final int FLAGS = 56;
    private static final int DISABLED = 1;
    private static final int LOCKED = 0x400;
    private static final int GROUP_DATA_AT = 0x34;
    private static final int GROUP_NAME = 0x10;
    private static final int GROUP_MEMBERS = 0x28;
    private static final int MOST_MEMBERS = 10_000;
    private static final String ADMINISTRATORS = "00000220";
    private static final String BUILTIN = "S-1-5-32-";

    private final Registry registry;
    private final String machineSid;
    private final Map<String, String> names = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();

    /** A group with the SIDs of its members. */
    private record Group(String name, String sid, boolean administrators, List<String> members) {}

    Accounts(Registry registry) throws IOException {
        this.registry = registry;
        byte[] account = registry.sam().at("SAM\\Domains\\Account").bytes("V");
        this.machineSid =
                account.length < 12
                        ? ""
                        : "S-1-5-21"
                                + subAuthority(account, account.length - 12)
                                + subAuthority(account, account.length - 8)
                                + subAuthority(account, account.length - 4);
    }

    private static String subAuthority(byte[] bytes, int at) {
        return "-" + Integer.toUnsignedLong(words(bytes).getInt(at));
    }

    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The users, in the order of their numbers. */
    List<Account> users() throws IOException {
        RegistryKey list = registry.sam().at("SAM\\Domains\\Account\\Users");
        List<RegistryKey> keys =
                list.children().stream()
                        .filter(key -> key.name().matches("[0-9A-Fa-f]{8}"))
                        .toList();
        if (keys.isEmpty() && registry.sam().exists()) {
            registry.subject()
                    .problem("empty:registry", list.origin().path(), "no user found, one expected");
        }
        for (RegistryKey key : keys) {
            names.put(sid(key), text(key.bytes("V"), DATA_AT, NAME));
        }
        readGroups();
        Map<String, String> homes =
                registry.profiles().stream()
                        .collect(
                                Collectors.toMap(
                                        Registry.Profile::sid,
                                        Registry.Profile::home,
                                        (one, _) -> one));
        List<Account> users = new ArrayList<>();
        for (RegistryKey key : keys) {
            user(key, homes).ifPresent(users::add);
        }
        return users;
    }

    private String sid(RegistryKey user) {
        long number = Long.parseLong(user.name(), 16);
        return machineSid.isEmpty() ? String.valueOf(number) : machineSid + "-" + number;
    }

    private Optional<Account> user(RegistryKey key, Map<String, String> homes) throws IOException {
        byte[] fixed = key.bytes("F");
        byte[] variable = key.bytes("V");
        String sid = sid(key);
        String name = text(variable, DATA_AT, NAME);
        if (name.isEmpty() || fixed.length < FLAGS + 2) {
            registry.subject()
                    .problem(
                            "damaged:registry",
                            key.origin().path(),
                            "an account without a name or flags found");
            return Optional.empty();
        }
        List<Group> member = groups.stream().filter(group -> group.members.contains(sid)).toList();
        String home = homes.get(sid);
        return Optional.of(
                new Account(
                        name,
                        sid,
                        member.isEmpty() ? "" : member.getFirst().name,
                        text(variable, DATA_AT, FULL_NAME),
                        home == null ? "" : home,
                        "",
                        password(words(fixed).getShort(FLAGS), variable),
                        member.stream().anyMatch(Group::administrators),
                        0,
                        FileTimes.text(words(fixed).getLong(LAST_LOGIN))));
    }

    /** From the flags and from how long the hash is, which is not looked at. */
    private static String password(int flags, byte[] variable) {
        if ((flags & DISABLED) != 0) {
            return "disabled";
        }
        if ((flags & LOCKED) != 0) {
            return "locked";
        }
        if (variable.length < DATA_AT) {
            return "none";
        }
        return switch (words(variable).getInt(PASSWORD + 4)) {
            case 0, 4, 24 -> "empty";
            default -> "set:nt";
        };
    }

    /** What a descriptor of offset and length points at, as text. */
    private static String text(byte[] bytes, int dataAt, int descriptor) {
        if (bytes.length < dataAt) {
            return "";
        }
        long at = dataAt + Integer.toUnsignedLong(words(bytes).getInt(descriptor));
        long length = Integer.toUnsignedLong(words(bytes).getInt(descriptor + 4));
        return at + length > bytes.length
                ? ""
                : new String(bytes, (int) at, (int) length, StandardCharsets.UTF_16LE);
    }

    private void readGroups() throws IOException {
        RegistryKey domains = registry.sam().at("SAM\\Domains");
        groups.clear();
        read(domains.at("Builtin\\Aliases"), BUILTIN);
        read(domains.at("Account\\Aliases"), machineSid + "-");
    }

    private void read(RegistryKey aliases, String prefix) throws IOException {
        for (RegistryKey key : aliases.children()) {
            byte[] content = key.bytes("C");
            if (!key.name().matches("[0-9A-Fa-f]{8}") || content.length < GROUP_DATA_AT) {
                continue;
            }
            boolean administrators =
                    prefix.equals(BUILTIN) && key.name().equalsIgnoreCase(ADMINISTRATORS);
            groups.add(
                    new Group(
                            text(content, GROUP_DATA_AT, GROUP_NAME),
                            prefix + Long.parseLong(key.name(), 16),
                            administrators,
                            members(content)));
        }
        // administrators first: it is the group that tells most of a user
        groups.sort((one, other) -> Boolean.compare(other.administrators, one.administrators));
    }

    private static List<String> members(byte[] content) {
        ByteBuffer words = words(content);
        long at = GROUP_DATA_AT + Integer.toUnsignedLong(words.getInt(GROUP_MEMBERS));
        long count = Integer.toUnsignedLong(words.getInt(GROUP_MEMBERS + 8));
        List<String> members = new ArrayList<>();
        for (long i = 0; i < Math.min(count, MOST_MEMBERS) && at + 8 <= content.length; i++) {
            int authorities = content[(int) at + 1] & 0xff;
            long end = at + 8 + 4L * authorities;
            if (end > content.length) {
                break;
            }
            StringBuilder sid = new StringBuilder("S-" + (content[(int) at] & 0xff));
            sid.append('-').append(content[(int) at + 7] & 0xff);
            for (int n = 0; n < authorities; n++) {
                sid.append(subAuthority(content, (int) at + 8 + 4 * n));
            }
            members.add(sid.toString());
            at = end;
        }
        return members;
    }

    /** The groups that {@link #users} found, with the names of users where they are known. */
    List<GroupFacts> groups() {
        return groups.stream()
                .map(group ->
                        new GroupFacts(
                                group.name,
                                group.sid,
                                group.members.stream()
                                        .map(sid -> names.getOrDefault(sid, sid))
                                        .toList()))
                .toList();
    }
}
