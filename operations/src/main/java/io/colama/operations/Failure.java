package io.colama.operations;

import io.colama.block.ImageException;
import io.colama.block.NoSpaceException;
import io.colama.definition.machine.DefinitionException;
import io.colama.nbd.client.NbdException;
import io.colama.revision.RevisionException;
import io.colama.search.query.QueryException;
import io.colama.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of failure: for each a code for programs, the exit status of the command and the status
 * of the HTTP answer. Published in the manual and never renumbered.
 */
public enum Failure {
    /** Something else went wrong. */
    FAILED("failed", 1, 500, "failed"),
    /** The request itself was wrong. */
    USAGE("usage", 2, 400, "the command line was wrong"),
    /** What was named does not exist. */
    NOT_FOUND("not-found", 3, 404, "what was named does not exist"),
    /** Somebody else was faster, or the name is taken. */
    CONFLICT("conflict", 4, 409, "somebody else was faster: out of date, or the name is taken"),
    /** Data is damaged. */
    DAMAGED("damaged", 5, 422, "data is damaged"),
    /** Not permitted. */
    REFUSED("refused", 6, 403, "not permitted, or against a policy"),
    /** A feature that is not known. */
    UNSUPPORTED("unsupported", 7, 415, "a feature or format that this version does not know"),
    /** No space left. */
    NO_SPACE("no-space", 8, 507, "no space left"),
    /** Stopped by the user. */
    INTERRUPTED("interrupted", 130, 499, "interrupted");

    private final String code;
    private final int exitStatus;
    private final int httpStatus;
    private final String meaning;

    Failure(String code, int exitStatus, int httpStatus, String meaning) {
        this.code = code;
        this.exitStatus = exitStatus;
        this.httpStatus = httpStatus;
        this.meaning = meaning;
    }

    /** The stable name for programs. */
    public String code() {
        return code;
    }

    /** What the shell sees. */
    public int exitStatus() {
        return exitStatus;
    }

    /** What an HTTP client sees. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What it means, in the words of the manual. */
    public String meaning() {
        return meaning;
    }

    /** The kind of a code that another program tells; {@link #FAILED} for one that is not known. */
    public static Failure ofCode(String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code.equals(code))
                .findFirst()
                .orElse(FAILED);
    }

    /** The kind of an exception. */
    public static Failure of(Throwable failure) {
        return switch (failure) {
            case StoreException e -> ofStore(e);
            case RevisionException e ->
                    switch (e) {
                        case RevisionException.NotFound _ -> NOT_FOUND;
                        case RevisionException.Conflict _ -> CONFLICT;
                        case RevisionException.Invalid _ -> USAGE;
                    };
            case ImageException e ->
                    switch (e) {
                        case ImageException.NotThisFormat _, ImageException.Unsupported _ ->
                                UNSUPPORTED;
                        case ImageException.Damaged _ -> DAMAGED;
                        case ImageException.Refused _ -> REFUSED;
                    };
            case DefinitionException e ->
                    switch (e) {
                        case DefinitionException.NotThisFormat _,
                                DefinitionException.Unsupported _ ->
                                UNSUPPORTED;
                        case DefinitionException.Damaged _ -> DAMAGED;
                        case DefinitionException.Refused _ -> REFUSED;
                    };
            case NbdException e ->
                    switch (e) {
                        case NbdException.BadUri _ -> USAGE;
                        case NbdException.Absent _ -> NOT_FOUND;
                        case NbdException.Refused _ -> REFUSED;
                        case NbdException.Unsupported _ -> UNSUPPORTED;
                        case NbdException.Unreachable _,
                                NbdException.BadServer _,
                                NbdException.Failed _,
                                NbdException.Lost _ ->
                                FAILED;
                    };
            case OperationException e -> e.failure();
            case QueryException _ -> USAGE;
            case NoSpaceException _ -> NO_SPACE;
            case NoSuchFileException _, FileNotFoundException _ -> NOT_FOUND;
            case FileAlreadyExistsException _, DirectoryNotEmptyException _ -> CONFLICT;
            case AccessDeniedException _, ReadOnlyFileSystemException _ -> REFUSED;
            case InterruptedIOException _ -> INTERRUPTED;
            case IOException e when NoSpaceException.isSaidBy(e) -> NO_SPACE;
            case IOException e
                    when says(e, "Read-only file system") || says(e, "Operation not permitted") ->
                    REFUSED;
            default -> FAILED;
        };
    }

    private static Failure ofStore(StoreException failure) {
        return switch (failure) {
            case StoreException.Damaged _ -> DAMAGED;
            case StoreException.Absent _, StoreException.NotARepository _ -> NOT_FOUND;
            case StoreException.Exists _ -> CONFLICT;
            case StoreException.Cancelled _ -> INTERRUPTED;
        };
    }

    /** The system's own words: the JDK has no exception types for these. */
    private static boolean says(IOException failure, String text) {
        String message = failure.getMessage();
        return message != null && message.contains(text);
    }

    /** One line for people: what was found, what was expected, what to do. */
    public static String message(Throwable failure) {
        String message = failure.getMessage();
        String text =
                message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        return switch (failure) {
            case NoSuchFileException e ->
                    e.getReason() == null
                            ? name(e) + ": there is no such file or directory"
                            : name(e);
            case FileAlreadyExistsException e ->
                    e.getReason() == null ? name(e) + ": exists already" : text;
            case AccessDeniedException e -> name(e) + ": permission denied";
            case NotDirectoryException e -> name(e) + ": not a directory";
            case DirectoryNotEmptyException e -> name(e) + ": the directory is not empty";
            case RuntimeException e ->
                    "internal error: %s: %s".formatted(e.getClass().getSimpleName(), text);
            case OutOfMemoryError _ -> "not enough memory: " + text.toLowerCase(Locale.ROOT);
            default -> text.lines().findFirst().orElse(text);
        };
    }

    private static String name(FileSystemException failure) {
        String reason = failure.getReason();
        String file = String.valueOf(failure.getFile());
        return reason == null ? file : file + ": " + reason;
    }
}
