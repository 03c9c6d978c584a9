package io.colama.server.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The answers to requests that a client may send again because it does not know whether the first
 * one arrived. Neither the key nor the request is kept, but a hash of each; that of the request is
 * keyed by the key, so that nobody who reads the table can try what was in it.
 *
 * <p>Threads: any number, and any number of servers.
 */
public final class RepeatedRequests {

    /** How long an answer is kept. */
    static final Duration KEPT = Duration.ofHours(24);

    /** A request that is not answered for so long was lost with its server. */
    static final Duration LOST = Duration.ofMinutes(10);

    private final JdbcClient database;
    private final Clock clock;

    /** The answers in a database. */
    public RepeatedRequests(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A request with a key.
     *
     * @param keyHash of the account and the key
     * @param requestHash of what was asked for
     */
    record Named(String keyHash, String requestHash) {

        static Named of(String accountId, String key, String target, byte[] body) {
            String secret = accountId + " " + key;
            return new Named(
                    hash("key", secret.getBytes(StandardCharsets.UTF_8)),
                    hash(secret, target.getBytes(StandardCharsets.UTF_8), body));
        }

        private static String hash(String secret, byte[]... parts) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                for (byte[] part : parts) {
                    mac.update(Integer.toString(part.length).getBytes(StandardCharsets.UTF_8));
                    mac.update((byte) '\n');
                    mac.update(part);
                }
                return HexFormat.of().formatHex(mac.doFinal());
            } catch (GeneralSecurityException every) {
                throw new IllegalStateException("every JDK has HmacSHA256", every);
            }
        }
    }

    /**
     * What was answered.
     *
     * @param status 0 while it is not answered yet; negative when the answer was a secret
     * @param headers one in a line
     */
    record Answer(String requestHash, int status, String headers, String body) {}

    /**
     * Begins to answer a request.
     *
     * @return empty when it is the first of its key; else what is known of that
     */
    Optional<Answer> begin(Named request) {
        long now = clock.millis();
        database.sql(
                        """
                        delete from repeated_request where created < ?
                        or (key_hash = ? and status = 0 and created < ?)\
                        """)
                .params(now - KEPT.toMillis(), request.keyHash, now - LOST.toMillis())
                .update();
        int added =
                database.sql(
                                """
                                insert into repeated_request values (?, ?, ?, 0, '', '')
                                on conflict (key_hash) do nothing\
                                """)
                        .params(request.keyHash, request.requestHash, now)
                        .update();
        return added > 0 ? Optional.empty() : find(request);
    }

    private Optional<Answer> find(Named request) {
        Optional<Answer> found =
                database.sql("select * from repeated_request where key_hash = ?")
                        .param(request.keyHash)
                        .query((row, _) ->
                                new Answer(
                                        row.getString("request_hash"),
                                        row.getInt("status"),
                                        row.getString("headers"),
                                        row.getString("body")))
                        .optional();
        // one that was taken back in this moment is told like one that is not answered yet
        return Optional.of(found.orElse(new Answer(request.requestHash, 0, "", "")));
    }

    /** Keeps what was answered. */
    void keep(Named request, int status, String headers, String body) {
        database.sql(
                        "update repeated_request set status = ?, headers = ?, body = ? where key_hash = ?")
                .params(status, headers, body, request.keyHash)
                .update();
    }

    /** Forgets a request that changed nothing. */
    void forget(Named request) {
        database.sql("delete from repeated_request where key_hash = ?")
                .param(request.keyHash)
                .update();
    }
}
