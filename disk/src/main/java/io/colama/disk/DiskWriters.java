package io.colama.disk;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.qcow2.Qcow2Sink;
import io.colama.disk.raw.RawSink;
import io.colama.disk.vdi.VdiWriter;
import io.colama.disk.vhd.VhdWriter;
import io.colama.disk.vhdx.VhdxWriter;
import io.colama.disk.vmdk.VmdkSparseSink;
import io.colama.disk.vmdk.VmdkStreamSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** Writes disk images. */
public final class DiskWriters {

    private DiskWriters() {}

    /**
     * Starts an image of a disk of {@code sizeBytes} bytes. It appears as {@code target} when the
     * sink is finished, complete and synced; a sink that is closed without leaves nothing. What is
     * not written, and what is written as zero, takes no space.
     *
     * <p>All formats but raw count disks in sectors of 512 bytes: the size is rounded up to the
     * next one. A compressed VMDK image is stream-optimized, another one monolithic and sparse.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is such a file and it is not to
     *     be replaced
     * @throws java.nio.file.FileSystemException when the name belongs to a directory or device, or
     *     there is no directory
     * @throws io.colama.block.NoSpaceException when the expected bytes exceed the free space
     * @throws IllegalArgumentException when the size is negative or larger than the format can
     *     hold, or the format is not {@linkplain DiskFormat#writable() written}
     */
    public static BlockSink create(
            Path target, DiskFormat format, long sizeBytes, WriteOptions options)
            throws IOException {
        return switch (format) {
            case RAW -> RawSink.create(target, sizeBytes, options);
            case QCOW2 -> Qcow2Sink.create(target, sizeBytes, options);
            case VDI -> VdiWriter.create(target, sizeBytes, options);
            case VHD -> VhdWriter.create(target, sizeBytes, options);
            case VHDX -> VhdxWriter.create(target, sizeBytes, options);
            case VMDK ->
                    options.compress()
                            ? VmdkStreamSink.create(target, sizeBytes, options)
                            : VmdkSparseSink.create(target, sizeBytes, options);
            case QCOW, PARALLELS, GZIP, XZ, ZSTD, BZIP2 -> throw notWritten(format);
        };
    }

    /**
     * The image of a disk as bytes, none of which are written anywhere: headers and tables are in
     * memory, all else comes from the disk when it is read. The same disk, name and identity make
     * the same bytes. Nothing is compressed. Closing it closes the disk.
     *
     * @param fileName what the image is called, for formats that say so inside
     * @param identity of the image, for formats that have one
     * @throws IllegalArgumentException when the disk is larger than the format can hold, or the
     *     format is not {@linkplain DiskFormat#writable() written}
     */
    public static BlockSource view(
            BlockSource disk, DiskFormat format, String fileName, UUID identity)
            throws IOException {
        return switch (format) {
            case RAW -> disk;
            case QCOW2 -> Qcow2Sink.view(disk);
            case VDI -> VdiWriter.view(disk, identity);
            case VHD -> VhdWriter.view(disk, identity);
            case VHDX -> VhdxWriter.view(disk, identity);
            case VMDK -> VmdkSparseSink.view(disk, fileName, identity.hashCode());
            case QCOW, PARALLELS, GZIP, XZ, ZSTD, BZIP2 -> throw notWritten(format);
        };
    }

    private static IllegalArgumentException notWritten(DiskFormat format) {
        return new IllegalArgumentException(
                "the format %s is read and not written".formatted(format.formatName()));
    }
}
