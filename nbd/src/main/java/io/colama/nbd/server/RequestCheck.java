package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.block.WritableSource;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.CommandFlags;
import io.colama.nbd.protocol.ErrorCode;
import io.colama.nbd.protocol.Limits;
import java.util.Optional;

/** Checks a request once, before anything is done about it. Source: [proto.md, "Request types"]. */
final class RequestCheck {

    private RequestCheck() {}

    static Optional<Refusal> check(Request request, BlockSource disk, boolean structured) {
        int unknown = request.flags() & ~allowed(request.command(), structured);
        if (unknown != 0) {
            return refusal(ErrorCode.INVAL, "flags 0x%x".formatted(unknown));
        }
        return switch (request.command()) {
            case FLUSH, DISCONNECT -> Optional.empty();
            case READ -> size(request).or(() -> range(request, disk, ErrorCode.INVAL));
            case WRITE ->
                    writable(disk)
                            .or(() -> size(request))
                            .or(() -> range(request, disk, ErrorCode.NOSPC));
            case WRITE_ZEROES -> writable(disk).or(() -> range(request, disk, ErrorCode.NOSPC));
            case TRIM -> writable(disk).or(() -> range(request, disk, ErrorCode.INVAL));
            case CACHE -> range(request, disk, ErrorCode.INVAL);
            case BLOCK_STATUS ->
                    request.length() == 0
                            ? refusal(ErrorCode.INVAL, "the status of nothing")
                            : range(request, disk, ErrorCode.INVAL);
        };
    }

    private static int allowed(Command command, boolean structured) {
        return CommandFlags.FUA
                | switch (command) {
                    case READ -> structured ? CommandFlags.DF : 0;
                    case WRITE_ZEROES -> CommandFlags.NO_HOLE | CommandFlags.FAST_ZERO;
                    case BLOCK_STATUS -> CommandFlags.REQ_ONE;
                    case WRITE, DISCONNECT, FLUSH, TRIM, CACHE -> 0;
                };
    }

    private static Optional<Refusal> writable(BlockSource disk) {
        return disk instanceof WritableSource
                ? Optional.empty()
                : refusal(ErrorCode.PERM, "the export is read-only");
    }

    private static Optional<Refusal> size(Request request) {
        return request.length() <= Limits.REQUEST_BYTES
                ? Optional.empty()
                : refusal(
                        ErrorCode.INVAL,
                        "%d bytes, at most %d are allowed"
                                .formatted(request.length(), Limits.REQUEST_BYTES));
    }

    private static Optional<Refusal> range(Request request, BlockSource disk, ErrorCode error) {
        long offset = request.offset();
        boolean inside =
                offset >= 0 && offset <= disk.size() && request.length() <= disk.size() - offset;
        return inside
                ? Optional.empty()
                : refusal(
                        error,
                        "%d bytes at 0x%x lie beyond the end at 0x%x"
                                .formatted(request.length(), offset, disk.size()));
    }

    private static Optional<Refusal> refusal(ErrorCode error, String message) {
        return Optional.of(new Refusal(error, message));
    }
}
