package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.ForeignTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that name other files, of the host or of elsewhere: none but those of the same check-in are
 * opened, whatever they are called.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class HostileUploadTest {

    private Path directory;
    private ServerFixture server;
    private Client ana;
    private Path outside;
    private int number;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        server = new ServerFixture(directory);
        ana = server.account(server.administrator(), "ana", "write");
        outside = directory.resolve("outside.raw");
        byte[] secret = new byte[1 << 20];
        Arrays.fill(secret, (byte) 'S');
        Files.write(outside, secret);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Uploads files; that must fail, in one line that tells nothing of the host. */
    private String refused(Map<String, byte[]> files) {
        String machine = "hostile" + number++;
        Answer ended = Sending.all(ana, machine, files);
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("failed");
        String detail = ended.text("/problem/detail");
        assertThat(detail)
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContain("incoming")
                .doesNotContain(server.repository().toString());
        assertThat(ended.text("/problem/code")).isNotEqualTo("failed");
        assertThat(ended.response().body()).doesNotContain("SSSS");
        ana.get("/api/v1/machines/" + machine).is(404);
        return detail;
    }

    private byte[] overlay(String backing, String format) throws Exception {
        ForeignTool tool = ForeignTool.require("qemu-img");
        Path file = directory.resolve("overlay" + number + ".qcow2");
        Files.deleteIfExists(file);
        tool.run(
                "create",
                "-q",
                "-f",
                "qcow2",
                "-u",
                "-b",
                backing,
                "-F",
                format,
                file.toString(),
                "1M");
        return Files.readAllBytes(file);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void opensNoBackingFileOfTheHost() throws Exception {
        for (String name :
                List.of(
                        "/etc/hostname",
                        outside.toString(),
                        "../../../../../../etc/hostname",
                        "../../../../outside.raw",
                        "..",
                        "/proc/self/environ",
                        "file:" + outside,
                        "json:{\"driver\":\"file\",\"filename\":\"/etc/hostname\"}")) {
            refused(Map.of("disk.qcow2", overlay(name, "raw")));
        }
    }

    @Test
    void opensABackingFileThatCameWithIt() throws Exception {
        byte[] base = Files.readAllBytes(outside);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("disk.qcow2", overlay("base.raw", "raw"));
        files.put("base.raw", base);
        Answer ended = Sending.all(ana, "layered", files);
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
        assertThat(ana.bytes("/api/v1/machines/layered/revisions/head/disks/disk0", Map.of()))
                .isEqualTo(base);
    }

    @Test
    void asksNoServerThatAFileNames() throws Exception {
        try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            trap.setSoTimeout(200);
            String address = "127.0.0.1:" + trap.getLocalPort();
            for (String url :
                    List.of(
                            "nbd://" + address + "/disk",
                            "nbd:" + address,
                            "http://" + address + "/disk.raw",
                            "ssh://" + address + "/disk")) {
                refused(Map.of("disk.qcow2", overlay(url, "raw")));
            }
            String ovf = ovf("http://" + address + "/disk.vmdk", "");
            refused(Map.of("machine.ovf", text(ovf)));
            String bomb =
                    "<!DOCTYPE d [<!ENTITY x SYSTEM \"http://%s/x\">]><domain>&x;</domain>"
                            .formatted(address);
            refused(Map.of("machine.xml", text(bomb)));
            try (var reached = trap.accept()) {
                assertThat(reached.isConnected()).as("a connection was made").isFalse();
            } catch (SocketTimeoutException nobodyCame) {
                assertThat(nobodyCame).isNotNull();
            }
        }
    }

    private static String descriptor(String extent) {
        return """
        # Disk DescriptorFile
        version=1
        CID=12345678
        parentCID=ffffffff
        createType="monolithicFlat"
        RW 2048 FLAT "%s" 0
        """
                .formatted(extent);
    }

    @Test
    void opensNoExtentOfTheHost() {
        for (String name :
                List.of(
                        "/etc/hostname",
                        outside.toString(),
                        "../../../../outside.raw",
                        "sub/../../../../../outside.raw",
                        "/dev/zero")) {
            refused(Map.of("disk.vmdk", text(descriptor(name))));
        }
    }

    @Test
    void opensNoParentOfTheHost() {
        String delta =
                descriptor("own.vmdk")
                        .replace("ffffffff", "12345678")
                        .replace("RW", "parentFileNameHint=\"%s\"\nRW".formatted(outside));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("disk.vmdk", text(delta));
        files.put("own.vmdk", new byte[1 << 20]);
        refused(files);
    }

    private static String vmx(String disk) {
        return """
        .encoding = "UTF-8"
        config.version = "8"
        virtualHW.version = "13"
        displayName = "named"
        scsi0.present = "TRUE"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "%s"
        """
                .formatted(disk);
    }

    private static String ovf(String href, String doctype) {
        return """
        <?xml version="1.0"?>
        %s
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
         <References><File ovf:id="f" ovf:href="%s" ovf:size="1048576"/></References>
         <DiskSection><Info/><Disk ovf:diskId="d" ovf:fileRef="f" ovf:capacity="1048576"
           ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/></DiskSection>
         <VirtualSystem ovf:id="m"><Info/><VirtualHardwareSection><Info/>
          <Item><rasd:ElementName>c</rasd:ElementName><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>6</rasd:ResourceType></Item>
          <Item><rasd:ElementName>disk</rasd:ElementName><rasd:HostResource>ovf:/disk/d</rasd:HostResource>
           <rasd:InstanceID>2</rasd:InstanceID><rasd:Parent>1</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
         </VirtualHardwareSection></VirtualSystem>
        </Envelope>
        """
                .formatted(doctype, href);
    }

    @Test
    void opensNoDiskOfTheHostThatADefinitionNames() {
        for (String name :
                List.of("/etc/hostname", outside.toString(), "../../../../outside.raw")) {
            refused(Map.of("machine.vmx", text(vmx(name))));
            refused(Map.of("machine.ovf", text(ovf(name, ""))));
            refused(
                    Map.of(
                            "machine.xml",
                            text(
                                    """
                                    <domain type='kvm'><name>m</name><memory unit='KiB'>1024</memory>
                                    <os><type arch='x86_64'>hvm</type></os><devices>
                                    <disk type='file' device='disk'><driver name='qemu' type='raw'/>
                                    <source file='%s'/><target dev='vda' bus='virtio'/></disk>
                                    </devices></domain>
                                    """
                                            .formatted(name))));
        }
    }

    @Test
    void expandsNoEntities() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE Envelope [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l%d \"&l%d;&l%d;\">".formatted(i, i - 1, i - 1));
        }
        laughs.append("]>");
        refused(Map.of("machine.ovf", text(ovf("&l29;", laughs.toString()))));
        String outer = "<!DOCTYPE Envelope [<!ENTITY e SYSTEM \"file://%s\">]>".formatted(outside);
        refused(Map.of("machine.ovf", text(ovf("&e;", outer))));
        refused(
                Map.of(
                        "machine.xml",
                        text(
                                laughs.toString().replace("Envelope", "domain")
                                        + "<domain><name>&l29;</name></domain>")));
        refused(
                Map.of(
                        "machine.vbox",
                        text(
                                laughs.toString().replace("Envelope", "VirtualBox")
                                        + "<VirtualBox>&l29;</VirtualBox>")));
    }

    /** A tar archive with one member, which may say that it is longer than it is. */
    private static byte[] tar(String name, char type, byte[] content, long length) {
        byte[] header = new byte[512];
        byte[] written = text(name);
        System.arraycopy(written, 0, header, 0, written.length);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o ".formatted(Math.min(length, 0x1_ffff_ffffL)));
        put(header, 136, "00000000000 ");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, type == '0' ? "" : "/etc/hostname");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, Math.ceilDiv(content.length, 512) * 512));
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int at, String value) {
        byte[] bytes = text(value);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Test
    void unpacksNothingElsewhere() throws IOException {
        for (String name : List.of("../../../evil", "/tmp/colama-evil", "a/../../evil")) {
            refused(Map.of("m.box", tar(name, '0', new byte[512], 512)));
            refused(Map.of("m.ova", tar(name, '0', new byte[512], 512)));
        }
        refused(Map.of("m.box", tar("link", '2', new byte[0], 0)));
        refused(Map.of("m.box", tar("link", '1', new byte[0], 0)));
        refused(Map.of("m.ova", tar("m.ovf", '2', new byte[0], 0)));
        assertThat(Path.of("/tmp/colama-evil")).doesNotExist();
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all).noneMatch(path -> path.endsWith("evil"));
        }
    }

    @Test
    void isNotBlownUpByArchives() throws IOException {
        refused(Map.of("m.box", tar("metadata.json", '0', new byte[512], 1L << 32)));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 20_000; i++) {
                gzip.write(tar("f" + i, '0', new byte[0], 0), 0, 512);
            }
        }
        refused(Map.of("m.box", packed.toByteArray()));
        byte[] broken = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        refused(Map.of("m.box", broken));
        refused(Map.of("disk.gz", broken));
        refused(Map.of("disk.zst", latin("(\u00b5/\u00fdxxxxxxxxxxxxxxxx")));
    }

    @Test
    void leavesNothingBehind() throws IOException {
        refused(Map.of("disk.qcow2", latin("QFI\u00fb\0\0\0\3xxxxxxxxxxxxxxxxxxxxxxxxx")));
        Path incoming = server.repository().resolve("server/incoming");
        for (int i = 0; i < 200; i++) {
            try (Stream<Path> all = Files.list(incoming)) {
                if (all.findAny().isEmpty()) {
                    return;
                }
            }
            Sending.pause();
        }
        assertThat(incoming).isEmptyDirectory();
    }
}
