package io.colama.inspect.linux;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.colama.inspect.fact.SystemFacts.Finding;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Traces of what a system does and where it came from. */
public final class Evidence {

    private static final Map<String, String> AGENTS =
            Map.of(
                    "usr/sbin/qemu-ga", "qemu-guest-agent",
                    "usr/bin/qemu-ga", "qemu-guest-agent",
                    "usr/bin/vmtoolsd", "open-vm-tools",
                    "usr/sbin/VBoxService", "virtualbox-guest-additions",
                    "usr/sbin/waagent", "azure-agent",
                    "usr/bin/google_guest_agent", "google-guest-agent",
                    "usr/bin/amazon-ssm-agent", "amazon-ssm-agent",
                    "usr/sbin/xe-daemon", "xen-guest-agent",
                    "usr/sbin/hv_kvp_daemon", "hyper-v-daemons");
    private static final Map<String, String> ENGINES =
            Map.of(
                    "var/lib/docker", "docker",
                    "var/lib/containerd", "containerd",
                    "var/lib/containers/storage", "podman",
                    "var/lib/lxc", "lxc",
                    "var/lib/lxd", "lxd",
                    "etc/kubernetes/kubelet.conf", "kubernetes",
                    "var/lib/rancher/k3s", "k3s");
    private static final List<String> INSTALLERS =
            List.of(
                    "root/anaconda-ks.cfg",
                    "root/original-ks.cfg",
                    "root/autoinst.xml",
                    "var/log/installer/syslog",
                    "etc/.ignition-result.json");

    private final Subject subject;
    private final List<Finding> findings = new ArrayList<>();

    /** Looks into a system. */
    public Evidence(Subject subject) {
        this.subject = subject;
    }

    /** All that was recognised. */
    public List<Finding> read() throws IOException {
        presence(AGENTS, "guest-agent");
        presence(ENGINES, "container-engine");
        dockerImages();
        cloudInit();
        hostKeys();
        for (String path : INSTALLERS) {
            if (subject.exists(path)) {
                add("installer", path.substring(path.lastIndexOf('/') + 1), "", path);
            }
        }
        return List.copyOf(findings);
    }

    private void add(String kind, String name, String value, String path) {
        findings.add(new Finding(kind, name, value, subject.origin("/" + path)));
    }

    private void presence(Map<String, String> places, String kind) throws IOException {
        for (var place : new TreeMap<>(places).entrySet()) {
            if (subject.exists(place.getKey())) {
                add(kind, place.getValue(), "", place.getKey());
            }
        }
    }

    private void dockerImages() throws IOException {
        for (String driver : List.of("overlay2", "btrfs", "zfs", "vfs", "aufs", "devicemapper")) {
            String path = "var/lib/docker/image/" + driver + "/repositories.json";
            Optional<Subject.Text> text = subject.text(path);
            if (text.isEmpty()) {
                continue;
            }
            try {
                JsonElement root = JsonParser.parseString(text.get().content());
                root.getAsJsonObject()
                        .getAsJsonObject("Repositories")
                        .asMap()
                        .forEach((repository, tags) ->
                                tags.getAsJsonObject()
                                        .keySet()
                                        .forEach(tag ->
                                                add("container-image", tag, repository, path)));
            } catch (JsonParseException | IllegalStateException | NullPointerException broken) {
                subject.problem("damaged:json", path, "no list of images of docker: " + broken);
            }
        }
    }

    private void cloudInit() throws IOException {
        if (subject.exists("etc/cloud/cloud.cfg")) {
            String instance = subject.line("var/lib/cloud/data/instance-id");
            String source = subject.line("var/lib/cloud/instance/datasource");
            String value =
                    instance.isEmpty()
                            ? ""
                            : "instance " + instance + (source.isEmpty() ? "" : ", " + source);
            add("cloud-init", "cloud-init", value, "etc/cloud/cloud.cfg");
            if (subject.exists("var/lib/cloud/instance/user-data.txt")) {
                // its text may hold secrets, so only that it is there is kept
                add("cloud-init", "user-data", "present", "var/lib/cloud/instance/user-data.txt");
            }
        }
    }

    private void hostKeys() throws IOException {
        for (String name : subject.names("etc/ssh", n -> n.matches("ssh_host_.+_key\\.pub"))) {
            String[] words = subject.line("etc/ssh/" + name).split("\\s+");
            if (words.length > 1) {
                try {
                    byte[] key = Base64.getDecoder().decode(words[1]);
                    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
                    String print = Base64.getEncoder().withoutPadding().encodeToString(digest);
                    add("ssh-host-key", words[0], "SHA256:" + print, "etc/ssh/" + name);
                } catch (IllegalArgumentException broken) {
                    subject.problem("damaged:key", "etc/ssh/" + name, "no key in base 64 found");
                } catch (NoSuchAlgorithmException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
    }
}
