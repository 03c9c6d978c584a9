package io.colama.definition.archive;

import io.colama.definition.machine.DefinitionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes a Vagrant box as a plain tar archive: small files, and disks that stream through once.
 *
 * <p>For one thread. The caller owns the target.
 */
public final class BoxWriter {

    private static final int MAX_NAME_BYTES = 100;
    private static final long UNKNOWN = -1;

    private final OvaTarget target;
    private final long modifiedSeconds;
    private long position;
    private boolean diskOpen;

    /**
     * A box without members.
     *
     * @param modified the time that all members bear
     */
    public BoxWriter(OvaTarget target, Instant modified) {
        this.target = target;
        this.modifiedSeconds = modified.getEpochSecond();
    }

    /**
     * Adds a file.
     *
     * @throws DefinitionException.Refused when the name is no plain file name
     */
    public void file(String name, byte[] content) throws IOException {
        try (Member member = member(name)) {
            member.write(ByteBuffer.wrap(content));
        }
    }

    /**
     * Starts a member: what is written becomes its content, and closing ends it.
     *
     * @throws DefinitionException.Refused when the name is no plain file name
     */
    public Member member(String name) throws DefinitionException {
        check(name);
        diskOpen = true;
        return new Member(name, UNKNOWN);
    }

    private void check(String name) throws DefinitionException {
        if (diskOpen) {
            throw new IllegalStateException("a member is open");
        }
        MemberNames.flat("box", name);
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new DefinitionException.Unsupported(
                    "box: the file name %s is longer than %d bytes"
                            .formatted(name, MAX_NAME_BYTES));
        }
    }

    /**
     * Starts a member of a known length, whose header is written first.
     *
     * @throws DefinitionException.Refused when the name is no plain file name
     */
    public Member member(String name, long lengthBytes) throws IOException {
        check(name);
        target.write(
                position, ByteBuffer.wrap(TarHeader.plainFile(name, lengthBytes, modifiedSeconds)));
        diskOpen = true;
        return new Member(name, lengthBytes);
    }

    /**
     * Ends the box.
     *
     * @return its length in bytes
     */
    public long finish() throws IOException {
        if (diskOpen) {
            throw new IllegalStateException("a member is open");
        }
        target.write(position, ByteBuffer.allocate(2 * TarHeader.SIZE));
        return position + 2L * TarHeader.SIZE;
    }

    /** A member that streams into the box. */
    public final class Member implements WritableByteChannel {

        private final String name;
        private final long known;
        private final long header = position;
        private long length;
        private boolean open = true;

        private Member(String name, long known) {
            this.name = name;
            this.known = known;
        }

        /** Goes over the content of a member of a known length, without writing it. */
        public void leaveOut() {
            if (known == UNKNOWN || length > 0) {
                throw new IllegalStateException(name + " cannot be left out");
            }
            length = known;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            int count = bytes.remaining();
            target.write(header + TarHeader.SIZE + length, bytes);
            length += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            if (!open) {
                return;
            }
            open = false;
            diskOpen = false;
            long end = header + TarHeader.SIZE + length;
            int rest = (int) (-length & (TarHeader.SIZE - 1));
            if (rest > 0) {
                target.write(end, ByteBuffer.allocate(rest));
            }
            if (known == UNKNOWN) {
                byte[] block = TarHeader.plainFile(name, length, modifiedSeconds);
                target.write(header, ByteBuffer.wrap(block));
            } else if (length != known) {
                throw new IOException(
                        "%s: %d bytes written, %d announced".formatted(name, length, known));
            }
            position = end + rest;
        }
    }
}
