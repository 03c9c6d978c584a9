package io.colama.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Something that was done.
 *
 * @param number from 1, without a gap
 * @param actorId of the account; empty when there was none
 * @param actor the name of the account, as it was
 * @param action what, such as {@code machine.tag}
 * @param kind of what, such as {@code machine}
 * @param object its name, as it was
 * @param origin the address that the request was from
 * @param requestId the id of the request
 * @param before how it was; empty when that says nothing
 * @param after how it is
 * @param reason that the actor gave
 * @param hash of all this and of the event before, in hexadecimal digits
 */
public record AuditEvent(
        long number,
        Instant happened,
        String actorId,
        String actor,
        String action,
        String kind,
        String object,
        String origin,
        String requestId,
        String before,
        String after,
        String reason,
        String hash) {

    /** The hash that an event has after one with another hash. */
    String chained(String previous) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts =
                    List.of(
                            previous,
                            Long.toString(number),
                            Long.toString(happened.toEpochMilli()),
                            actorId,
                            actor,
                            action,
                            kind,
                            object,
                            origin,
                            requestId,
                            before,
                            after,
                            reason);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // with its length, so that no two lists of parts have the same bytes
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    AuditEvent withHash(String chained) {
        return new AuditEvent(
                number, happened, actorId, actor, action, kind, object, origin, requestId, before,
                after, reason, chained);
    }
}
