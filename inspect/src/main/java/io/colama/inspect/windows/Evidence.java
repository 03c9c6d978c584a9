package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.Finding;
import io.colama.inspect.fact.SystemFacts.ServiceFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Guest tools, the kind of licence, how it was made, who has logged in. */
final class Evidence {

    /** Services of guest tools, in lower case. */
    private static final Map<String, String> TOOLS =
            Map.of(
                    "vmtools", "vmware-tools",
                    "vboxservice", "virtualbox-guest-additions",
                    "qemu-ga", "qemu-guest-agent",
                    "balloonservice", "virtio-balloon",
                    "xenagent", "xen-guest-agent",
                    "xensvc", "xen-guest-agent",
                    "windowsazureguestagent", "azure-agent",
                    "gceagent", "google-guest-agent",
                    "amazonssmagent", "amazon-ssm-agent",
                    "cloudbase-init", "cloudbase-init");

    private static final Map<String, String> DRIVERS =
            Map.of(
                    "viostor", "virtio",
                    "vioscsi", "virtio",
                    "netkvm", "virtio",
                    "pvscsi", "vmware",
                    "vmxnet3ndis6", "vmware",
                    "vboxguest", "virtualbox",
                    "xenvbd", "xen",
                    "xenbus", "xen");

    private static final Pattern TOOL_NAMES =
            Pattern.compile(
                    "(?i)(VMware Tools|Oracle VM VirtualBox Guest Additions|Virtio-win.*|QEMU guest"
                            + " agent|XenServer Tools.*|Citrix XenServer Tools.*|Parallels Tools.*)");

    /** In DigitalProductId4, as UTF-16 of at most 64 characters. */
    private static final int CHANNEL_AT = 1016;

    private static final int CHANNEL_BYTES = 128;
    private static final Pattern CHANNEL =
            Pattern.compile("(?i)((?:Retail|OEM|Volume)(?::[A-Za-z_ ]{1,20})*)");

    private final Registry registry;
    private final List<Finding> findings = new ArrayList<>();

    Evidence(Registry registry) {
        this.registry = registry;
    }

    List<Finding> read(
            List<ServiceFacts> services, List<Application> applications, Set<String> local)
            throws IOException {
        tools(services, applications);
        licence();
        setUp();
        for (Registry.Profile profile : registry.profiles()) {
            // users of a domain are in no list of this machine, but their directories are
            if (profile.sid().startsWith("S-1-5-21-") && !local.contains(profile.sid())) {
                String name = profile.home().substring(profile.home().lastIndexOf('\\') + 1);
                findings.add(new Finding("profile", name, profile.sid(), profile.key().origin()));
            }
        }
        return List.copyOf(findings);
    }

    private void tools(List<ServiceFacts> services, List<Application> applications)
            throws IOException {
        Set<String> known = new HashSet<>();
        for (Application each : applications) {
            if (TOOL_NAMES.matcher(each.name()).matches() && known.add(each.name())) {
                findings.add(
                        new Finding("guest-agent", each.name(), each.version(), each.origin()));
            }
        }
        Map<String, Set<String>> drivers = new TreeMap<>();
        RegistryKey all = registry.controlSet().at("Services");
        for (ServiceFacts each : services) {
            String name = each.name().toLowerCase(Locale.ROOT);
            String tool = TOOLS.get(name);
            if (tool != null && known.add(tool)) {
                findings.add(
                        new Finding(
                                "guest-agent", tool, each.start(), all.at(each.name()).origin()));
            }
            String maker = DRIVERS.get(name);
            if (maker != null && !each.start().equals("disabled")) {
                drivers.computeIfAbsent(maker, _ -> new TreeSet<>()).add(name);
            }
        }
        drivers.forEach((maker, names) ->
                findings.add(
                        new Finding(
                                "guest-drivers",
                                maker,
                                names.stream().collect(Collectors.joining(" ")),
                                all.origin())));
    }

    /** Only by what channel it was sold, never the key. */
    private void licence() throws IOException {
        RegistryKey current = registry.software().at(OperatingSystem.CURRENT);
        byte[] id = current.bytes("DigitalProductId4");
        if (id.length >= CHANNEL_AT + CHANNEL_BYTES) {
            String text =
                    new String(id, CHANNEL_AT, CHANNEL_BYTES, StandardCharsets.UTF_16LE)
                            .replaceFirst("(?s)\0.*", "");
            Matcher channel = CHANNEL.matcher(text);
            if (channel.matches()) {
                findings.add(new Finding("licence", "channel", channel.group(1), current.origin()));
                return;
            }
        }
        if (current.text("ProductId").contains("-OEM-")) {
            findings.add(new Finding("licence", "channel", "OEM", current.origin()));
        }
    }

    private void setUp() throws IOException {
        RegistryKey state =
                registry.software().at("Microsoft\\Windows\\CurrentVersion\\Setup\\State");
        String image = state.text("ImageState");
        if (!image.isEmpty() && !image.equals("IMAGE_STATE_COMPLETE")) {
            findings.add(new Finding("sysprep", image, "", state.origin()));
        }
        RegistryKey setup = registry.system().at("Setup");
        if (setup.number("SystemSetupInProgress").orElse(0) == 1) {
            findings.add(new Finding("setup", "in progress", "", setup.origin()));
        }
    }
}
