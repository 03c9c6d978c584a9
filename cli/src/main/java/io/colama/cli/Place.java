package io.colama.cli;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A revision as the addresses of a server have it. */
record Place(String machine, String revision) {

    private static final String HEAD = "head";

    /** What people write: {@code web}, {@code web@v1}, {@code web~2}. */
    static Place of(String name) throws OperationException {
        int at = name.indexOf('@');
        int back = name.indexOf('~');
        if (at == 0 || back == 0 || name.isEmpty() || name.indexOf('/') >= 0) {
            throw new OperationException(
                    Failure.USAGE,
                    "\"%s\" names no machine: a server needs MACHINE or MACHINE@REF"
                            .formatted(name));
        }
        if (at > 0) {
            return new Place(name.substring(0, at), name.substring(at + 1));
        }
        return back > 0
                ? new Place(name.substring(0, back), HEAD + name.substring(back))
                : new Place(name, HEAD);
    }

    /** A part of an address. */
    static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Where the machine is. */
    String address() {
        return "/machines/" + quoted(machine);
    }

    /** Where the revision is. */
    String revisionAddress() {
        return address() + "/revisions/" + quoted(revision);
    }

    /** Where a disk of it is. */
    String diskAddress(String disk) {
        return revisionAddress() + "/disks/" + quoted(disk);
    }
}
