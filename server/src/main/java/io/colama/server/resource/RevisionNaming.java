package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.util.regex.Pattern;

/** Names of revisions of one machine, as they come in addresses. */
final class RevisionNaming {

    /** The newest. */
    static final String HEAD = "head";

    /** A tag, or the beginning of an id, and perhaps how many revisions before it. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(~\\d{1,9})?");

    private static final Pattern BEFORE_HEAD = Pattern.compile("head(~\\d{1,9})?");

    private RevisionNaming() {}

    /** A revision as people write it: {@code web}, {@code web@v1}, {@code web~2}. */
    record Named(String machine, String revision) {

        /** Takes the machine's name off; what follows is looked at when it is used. */
        static Named parse(String name) throws OperationException {
            int end = 0;
            while (end < name.length() && name.charAt(end) != '@' && name.charAt(end) != '~') {
                end++;
            }
            if (end == 0) {
                throw new OperationException(
                        Failure.USAGE,
                        "\"%s\" names no machine: MACHINE or MACHINE@REF is expected"
                                .formatted(name));
            }
            String rest = name.substring(end);
            return new Named(
                    name.substring(0, end), rest.startsWith("@") ? rest.substring(1) : HEAD + rest);
        }
    }

    /**
     * What an operation calls a revision of a machine that the caller may see.
     *
     * @throws OperationException when it is no name: nothing else than revisions of this machine
     *     can be named so
     */
    static String of(String machine, String revision) throws OperationException {
        if (!FORM.matcher(revision).matches()) {
            throw new OperationException(
                    Failure.USAGE,
                    "\"%s\" is not the name of a revision: expected head, a tag, or the beginning of an id"
                            .formatted(revision));
        }
        return BEFORE_HEAD.matcher(revision).matches()
                ? machine + revision.substring(HEAD.length())
                : machine + "@" + revision;
    }
}
