package io.colama.inspect.windows;

import io.colama.inspect.data.DataFile;
import io.colama.inspect.fact.SystemFacts.Account;
import io.colama.inspect.fact.SystemFacts.HostFacts;
import io.colama.inspect.hive.FileTimes;
import io.colama.inspect.hive.HiveKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Who a Windows is: name, domain, identity, place, age. */
final class Host {

    private static final Map<String, String> ZONES = DataFile.pairs(Host.class, "zones.txt");
    private static final Map<String, String> LOCALES = DataFile.pairs(Host.class, "locales.txt");
    private static final int STRING_HEAD = 8;
    private static final List<String> TRACES =
            List.of(
                    "\\System32\\winevt\\Logs\\System.evtx",
                    "\\System32\\config\\SysEvent.Evt",
                    "\\bootstat.dat");

    private final Registry registry;
    private final RegistryKey set;

    Host(Registry registry) throws IOException {
        this.registry = registry;
        this.set = registry.controlSet();
    }

    HostFacts read(List<Account> accounts) throws IOException {
        return new HostFacts(
                name(),
                domain(),
                registry.software()
                        .at("Microsoft\\Cryptography")
                        .text("MachineGuid")
                        .toLowerCase(Locale.ROOT),
                timeZone(),
                locale(),
                installed(),
                lastUsed(accounts));
    }

    private RegistryKey tcpip() throws IOException {
        return set.at("Services\\Tcpip\\Parameters");
    }

    private String name() throws IOException {
        String name = set.at("Control\\ComputerName\\ComputerName").text("ComputerName");
        return name.isEmpty() ? tcpip().firstText("NV Hostname", "Hostname") : name;
    }

    /** The domain of DNS, that of Windows, or the work group. */
    private String domain() throws IOException {
        String domain = tcpip().firstText("Domain", "NV Domain");
        if (!domain.isEmpty()) {
            return domain;
        }
        String full = counted(registry.security().at("Policy\\PolDnDDN").bytes(""));
        return full.isEmpty()
                ? counted(registry.security().at("Policy\\PolPrDmN").bytes(""))
                : full;
    }

    /** A string with its length before it. */
    private static String counted(byte[] bytes) {
        if (bytes.length < STRING_HEAD) {
            return "";
        }
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = head.getShort(0) & 0xffff;
        long at = Integer.toUnsignedLong(head.getInt(4));
        return at + length > bytes.length
                ? ""
                : new String(bytes, (int) at, length, StandardCharsets.UTF_16LE);
    }

    private String timeZone() throws IOException {
        RegistryKey zone = set.at("Control\\TimeZoneInformation");
        String key = zone.text("TimeZoneKeyName");
        String name = key.isEmpty() ? zone.text("StandardName") : key;
        String known = ZONES.get(name.toLowerCase(Locale.ROOT));
        return known != null ? known : name.startsWith("@") ? "" : name;
    }

    private String locale() throws IOException {
        String number = set.at("Control\\Nls\\Language").firstText("Default", "InstallLanguage");
        String known = LOCALES.get(number.toLowerCase(Locale.ROOT));
        return known != null ? known : "";
    }

    private String installed() throws IOException {
        RegistryKey current = registry.software().at(OperatingSystem.CURRENT);
        OptionalLong exact = current.number("InstallTime");
        String time = exact.isPresent() ? FileTimes.text(exact.getAsLong()) : "";
        OptionalLong seconds = current.number("InstallDate");
        return !time.isEmpty() || seconds.isEmpty() || seconds.getAsLong() == 0
                ? time
                : Instant.ofEpochSecond(seconds.getAsLong() & 0xffff_ffffL).toString();
    }

    /** The newest of the last shutdown, logs of events, and logins. */
    private String lastUsed(List<Account> accounts) throws IOException {
        String newest = "";
        byte[] shutdown = set.at("Control\\Windows").bytes("ShutdownTime");
        if (shutdown.length == Long.BYTES) {
            newest =
                    FileTimes.text(
                            ByteBuffer.wrap(shutdown).order(ByteOrder.LITTLE_ENDIAN).getLong());
        }
        for (String trace : TRACES) {
            newest = later(newest, registry.subject().modified(registry.directory() + trace));
        }
        for (Account account : accounts) {
            newest = later(newest, account.lastLogin());
        }
        String control =
                set.at("Control")
                        .key()
                        .flatMap(HiveKey::lastWritten)
                        .map(FileTimes::text)
                        .orElse("");
        return newest.isEmpty() ? control : newest;
    }

    private static String later(String one, String other) {
        return other.compareTo(one) > 0 ? other : one;
    }
}
