package io.colama.server.oidc;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.people.Person;
import io.colama.server.people.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Logins at providers, from the first step to the last. Threads: any number. */
public final class OidcLogins implements AutoCloseable {

    /** How long somebody has for it. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    /** Addresses inside of this server: no host, in whatever way it could be written. */
    private static final Pattern LOCAL =
            Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,1000}");

    private static final int SECRET_BYTES = 32;
    private static final int MOST_CODE = 4_000;

    private final List<OidcProvider> providers;
    private final SecureRandom random = new SecureRandom();

    private OidcLogins(List<OidcProvider> providers) {
        this.providers = providers;
    }

    /**
     * Logins at some providers.
     *
     * @param publicUrl of this server; only without providers it may be missing
     * @param longest that a provider may take to answer
     */
    public static OidcLogins open(
            List<OidcSettings> settings, Optional<URI> publicUrl, Clock clock, Duration longest)
            throws IOException {
        List<OidcProvider> providers = new ArrayList<>();
        for (OidcSettings each : settings) {
            URI back =
                    publicUrl
                            .orElseThrow()
                            .resolve("/api/v1/login/oidc/%s/callback".formatted(each.id()));
            providers.add(new OidcProvider(each, back, clock, longest));
        }
        return new OidcLogins(List.copyOf(providers));
    }

    /** A way to log in. */
    public record Way(String id, String title) {}

    /** The ways. */
    public List<Way> ways() {
        return providers.stream()
                .map(provider -> new Way(provider.settings().id(), provider.settings().title()))
                .toList();
    }

    private OidcProvider provider(String id) throws OperationException {
        return providers.stream()
                .filter(provider -> provider.settings().id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND, "there is no provider \"%s\"".formatted(id)));
    }

    /**
     * A login that has begun.
     *
     * @param location where the browser goes
     * @param kept what it has to bring back as a cookie
     */
    public record Begun(URI location, String kept) {}

    /**
     * Begins a login.
     *
     * @param returnPath where to go afterwards; anything but a path of this server is its beginning
     * @throws Unavailable when the provider does not say where its logins are
     */
    public Begun begin(String id, String returnPath) throws IOException {
        OidcProvider provider = provider(id);
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String path = LOCAL.matcher(returnPath).matches() ? returnPath : "/";
        Remembered remembered = new Remembered(secret, id, path);
        String challenge = text(sha256(remembered.derived("verifier")));
        return new Begun(
                provider.authorization(
                        remembered.derived("state"), remembered.derived("nonce"), challenge),
                text(secret) + "." + text(path.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What a browser brings back from a provider. */
    public record Answer(
            Optional<String> state,
            Optional<String> code,
            Optional<String> error,
            Optional<String> issuer) {}

    /**
     * A login that is over.
     *
     * @param returnPath a path of this server
     */
    public record Finished(Person person, String returnPath) {}

    /**
     * Ends a login.
     *
     * @param kept the cookie; empty when there is none
     * @throws OperationException when the answer does not belong to it, or the provider said no
     */
    public Finished finish(String id, Answer answer, String kept) throws IOException {
        OidcProvider provider = provider(id);
        Remembered remembered = remembered(id, kept);
        byte[] state = remembered.derived("state").getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(
                state, answer.state.orElse("").getBytes(StandardCharsets.UTF_8))) {
            throw notOurs();
        }
        provider.checkIssuer(answer.issuer);
        if (answer.error.isPresent()) {
            throw new OperationException(
                    Failure.REFUSED,
                    "%s refused the login: %s"
                            .formatted(
                                    provider.settings().title(),
                                    answer.error.get().replaceAll("[^a-z_]", "?")));
        }
        String code = answer.code.orElse("");
        if (code.isEmpty() || code.length() > MOST_CODE) {
            throw notOurs();
        }
        Person person =
                provider.redeem(code, remembered.derived("verifier"), remembered.derived("nonce"));
        return new Finished(person, remembered.path);
    }

    private static OperationException notOurs() {
        return new OperationException(
                Failure.REFUSED,
                "this browser has not begun this login, or began another since: try again");
    }

    private static Remembered remembered(String id, String kept) throws OperationException {
        String[] parts = kept.split("\\.", -1);
        try {
            if (parts.length == 2) {
                byte[] secret = Base64.getUrlDecoder().decode(parts[0]);
                String path =
                        new String(
                                Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.US_ASCII);
                if (secret.length == SECRET_BYTES && LOCAL.matcher(path).matches()) {
                    return new Remembered(secret, id, path);
                }
            }
        } catch (IllegalArgumentException e) {
            // told below, like a cookie that is not there
        }
        throw notOurs();
    }

    /** All that belongs to one login: it follows from the secret that its browser keeps. */
    private record Remembered(byte[] secret, String provider, String path) {

        String derived(String purpose) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                String all = purpose + "\n" + provider + "\n" + path;
                return text(mac.doFinal(all.getBytes(StandardCharsets.US_ASCII)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        providers.forEach(OidcProvider::close);
    }
}
