package io.colama.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassFileUpgradeTest {

    private static final String NAME = "picocli/CommandLine.class";

    private static byte[] oldClass() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        CommandLine.class.getResourceAsStream("CommandLine.class"))) {
            return in.readAllBytes();
        }
    }

    private static void writeJar(Path jar, byte[] content) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(NAME));
            out.write(content);
            out.closeEntry();
        }
    }

    @Test
    void anOldClassGetsAVersionAndStackMapsThatVerify(@TempDir Path directory) throws IOException {
        Path jar = directory.resolve("old.jar");
        writeJar(jar, oldClass());
        new ClassFileUpgrade(jar).run();
        try (ZipFile rewritten = new ZipFile(jar.toFile());
                InputStream in = rewritten.getInputStream(rewritten.getEntry(NAME))) {
            byte[] content = in.readAllBytes();
            assertThat(ClassFile.of().parse(content).majorVersion())
                    .isEqualTo(ClassFile.JAVA_17_VERSION);
            assertThat(ClassFile.of().verify(content)).isEmpty();
        }
        byte[] once = Files.readAllBytes(jar);
        new ClassFileUpgrade(jar).run();
        assertThat(Files.readAllBytes(jar)).as("the second time changes nothing").isEqualTo(once);
    }
}
