package io.colama.server.upload;

import java.time.Instant;
import java.util.List;

/**
 * A check-in by upload as it is kept.
 *
 * @param id random
 * @param made whether the machine comes to be with it
 * @param tags for the revision
 * @param format of the first file, as its sender says; empty where it is looked for
 * @param origin the address that it was begun from
 * @param heard when bytes last came
 * @param revision the id of what was made, or is about to be; empty before
 * @param ended whether no more bytes are taken
 */
public record StoredCheckIn(
        String id,
        String taskId,
        String accountId,
        String machine,
        boolean made,
        String message,
        String title,
        List<String> tags,
        String format,
        String origin,
        String requestId,
        Instant heard,
        String revision,
        boolean ended) {

    /**
     * A file of it.
     *
     * @param number from 0
     * @param received bytes that are on the disk for certain
     */
    public record StoredFile(int number, String name, long bytes, long received) {}

    /** The message of the revision: the title first, if there is one. */
    public String wholeMessage() {
        return title.isBlank() || message.isBlank()
                ? title + message
                : title.strip() + "\n\n" + message;
    }
}
