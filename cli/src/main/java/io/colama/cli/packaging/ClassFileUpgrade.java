package io.colama.cli.packaging;

import static java.lang.classfile.ClassFile.JAVA_17_VERSION;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a jar whose classes are of a version that the AOT cache does not take, so that it takes
 * them.
 *
 * <p>The cache holds no class that was verified the old way, by inference, which is how every class
 * file before version 50 is verified. picocli is compiled for Java 5 (version 49), and without it
 * in the cache most of a start is spent reading it. The code stays the same, instruction by
 * instruction; it gets the stack maps that newer versions need. Source: [The Java Virtual Machine
 * Specification, 4.10.1 and 4.10.2].
 */
final class ClassFileUpgrade {

    /** The first class file version that is verified with stack maps. */
    private static final int FIRST_WITH_STACK_MAPS = 50;

    private final Path jar;

    ClassFileUpgrade(Path jar) {
        this.jar = jar;
    }

    /** Rewrites the jar when it has an old class; a jar without one stays as it is, to the byte. */
    void run() throws IOException {
        Path rewritten = jar.resolveSibling(jar.getFileName() + ".new");
        boolean changed = false;
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(rewritten))) {
            ClassFile classes =
                    ClassFile.of(
                            ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(
                                                    name -> resource(in, name))
                                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (Enumeration<? extends ZipEntry> entries = in.entries();
                    entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                byte[] content = content(in, entry);
                boolean old = isOld(entry.getName(), content);
                changed |= old;
                write(out, entry, old ? upgrade(classes, content) : content);
            }
        }
        if (changed) {
            Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(rewritten);
        }
    }

    private static boolean isOld(String name, byte[] content) {
        return name.endsWith(".class")
                && ((content[6] << 8) | (content[7] & 0xff)) < FIRST_WITH_STACK_MAPS;
    }

    /** The same class in a version with stack maps. */
    static byte[] upgrade(ClassFile classes, byte[] content) {
        ClassModel old = classes.parse(content);
        // Passing each instruction on, rather than the method whole, is what makes the library
        // compute stack maps.
        ClassTransform bodies =
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(JAVA_17_VERSION, 0);
                    } else {
                        builder.with(element);
                    }
                };
        return classes.transformClass(old, bodies.andThen(version));
    }

    private static @Nullable InputStream resource(ZipFile in, ClassDesc name) {
        String descriptor = name.descriptorString();
        ZipEntry entry = in.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : new ByteArrayInputStream(content(in, entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(ZipFile in, ZipEntry entry) throws IOException {
        try (InputStream stream = in.getInputStream(entry)) {
            return stream.readAllBytes();
        }
    }

    private static void write(ZipOutputStream out, ZipEntry entry, byte[] content)
            throws IOException {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setLastModifiedTime(entry.getLastModifiedTime());
        out.putNextEntry(copy);
        out.write(content);
        out.closeEntry();
    }
}
