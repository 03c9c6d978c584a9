package io.colama.server.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.TrustFile;
import io.colama.server.people.Person;
import io.colama.server.people.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A provider of OpenID Connect. What it publishes of itself is fetched when it is needed first and
 * kept for an hour; its keys also when a token names one that is not among them. Threads: any
 * number, of which one fetches at a time.
 */
final class OidcProvider implements AutoCloseable {

    private static final Duration KEPT = Duration.ofHours(1);

    /** Tokens with keys that are not there make us ask again only so often. */
    private static final Duration BETWEEN_KEYS = Duration.ofSeconds(30);

    private static final int MOST_GROUPS = 5_000;

    private final OidcSettings settings;
    private final URI returnTo;
    private final Clock clock;
    private final Fetch fetch;
    private final IdTokens tokens;
    private Optional<Kept<Metadata>> metadata = Optional.empty();
    private Optional<Kept<JWKSet>> keys = Optional.empty();

    /**
     * A provider, which is not asked anything yet.
     *
     * @param returnTo where it sends people back to
     */
    OidcProvider(OidcSettings settings, URI returnTo, Clock clock, Duration longest)
            throws IOException {
        this.settings = settings;
        this.returnTo = returnTo;
        this.clock = clock;
        this.fetch =
                new Fetch(
                        settings.title(),
                        settings.trust().isPresent()
                                ? Optional.of(TrustFile.open(settings.trust().get()))
                                : Optional.empty(),
                        longest);
        this.tokens = new IdTokens(settings.issuer().toString(), settings.clientId(), clock);
    }

    private record Kept<T>(T value, Instant since) {

        boolean isYoungerThan(Duration age, Instant now) {
            return since.plus(age).isAfter(now);
        }
    }

    /**
     * What a provider publishes of itself.
     *
     * @param basic whether it takes our secret in a header
     * @param names whether it names itself when it sends people back
     */
    private record Metadata(URI authorization, URI token, URI keys, boolean basic, boolean names) {}

    OidcSettings settings() {
        return settings;
    }

    private synchronized Metadata metadata() throws Unavailable {
        Instant now = clock.instant();
        if (metadata.isEmpty() || !metadata.get().isYoungerThan(KEPT, now)) {
            metadata = Optional.of(new Kept<>(fetchMetadata(), now));
        }
        return metadata.get().value;
    }

    private Metadata fetchMetadata() throws Unavailable {
        String issuer = settings.issuer().toString();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI address = URI.create(base + "/.well-known/openid-configuration");
        Fetch.Answer answer = fetch.get(address);
        JsonNode body = answer.body();
        if (answer.status() != 200 || !body.isObject()) {
            throw wrong("answers %d at %s".formatted(answer.status(), address));
        }
        if (!issuer.equals(text(body, "issuer"))) {
            throw wrong(
                    "calls itself \"%s\", and the setting says \"%s\""
                            .formatted(text(body, "issuer"), issuer));
        }
        List<String> methods = new ArrayList<>();
        body.path("token_endpoint_auth_methods_supported")
                .forEach(method -> methods.add(method.asString("")));
        return new Metadata(
                endpoint(body, "authorization_endpoint"),
                endpoint(body, "token_endpoint"),
                endpoint(body, "jwks_uri"),
                methods.isEmpty() || methods.contains("client_secret_basic"),
                body.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }

    /** No less safe than the provider itself. */
    private URI endpoint(JsonNode body, String name) throws Unavailable {
        try {
            URI address = URI.create(text(body, name));
            boolean plain = settings.issuer().getScheme().equals("http");
            if (address.getHost() != null
                    && ("https".equals(address.getScheme())
                            || (plain && "http".equals(address.getScheme())))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below, like one that is not safe
        }
        throw wrong("publishes a %s that cannot be used".formatted(name));
    }

    private synchronized List<JWK> keysOf(SignedJWT token) throws Unavailable {
        Instant now = clock.instant();
        if (keys.isEmpty() || !keys.get().isYoungerThan(KEPT, now)) {
            keys = Optional.of(new Kept<>(fetchKeys(), now));
        }
        List<JWK> found = IdTokens.candidates(token, keys.get().value);
        if (found.isEmpty() && !keys.get().isYoungerThan(BETWEEN_KEYS, now)) {
            keys = Optional.of(new Kept<>(fetchKeys(), now));
            found = IdTokens.candidates(token, keys.get().value);
        }
        return found;
    }

    private JWKSet fetchKeys() throws Unavailable {
        Fetch.Answer answer = fetch.get(metadata().keys);
        try {
            if (answer.status() == 200) {
                return JWKSet.parse(answer.body().toString());
            }
        } catch (ParseException e) {
            throw new Unavailable(settings.title() + " publishes keys that are none", e);
        }
        throw wrong("answers %d when it is asked for its keys".formatted(answer.status()));
    }

    private Unavailable wrong(String what) {
        return new Unavailable(settings.title() + " " + what);
    }

    /** Where a browser is to go. */
    URI authorization(String state, String nonce, String challenge) throws Unavailable {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", returnTo.toString());
        query.put("scope", settings.scopes());
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", challenge);
        query.put("code_challenge_method", "S256");
        URI endpoint = metadata().authorization;
        String joint = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + joint + form(query));
    }

    private static String form(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Refuses an answer that another provider gave.
     *
     * @param issuer that the answer names; empty when it names none
     */
    void checkIssuer(Optional<String> issuer) throws IOException {
        boolean right =
                issuer.isPresent()
                        ? issuer.get().equals(settings.issuer().toString())
                        : !metadata().names;
        if (!right) {
            throw new OperationException(
                    Failure.REFUSED, "the answer is from another provider than was asked");
        }
    }

    /** Who somebody is that came back with a code. */
    Person redeem(String code, String verifier, String nonce) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("grant_type", "authorization_code");
        query.put("code", code);
        query.put("redirect_uri", returnTo.toString());
        query.put("code_verifier", verifier);
        Metadata known = metadata();
        Optional<String> header = Optional.empty();
        if (settings.clientSecret().isPresent() && known.basic) {
            String both =
                    encoded(settings.clientId()) + ":" + encoded(settings.clientSecret().get());
            header =
                    Optional.of(
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        } else {
            query.put("client_id", settings.clientId());
            settings.clientSecret().ifPresent(secret -> query.put("client_secret", secret));
        }
        Fetch.Answer answer = fetch.post(known.token, form(query), header);
        String token = text(answer.body(), "id_token");
        if (answer.status() != 200 || token.isEmpty()) {
            String error = text(answer.body(), "error").replaceAll("[^A-Za-z0-9_ ]", "?");
            if (error.equals("invalid_grant")) {
                throw new OperationException(
                        Failure.REFUSED, "the login took too long, or was finished already");
            }
            throw wrong("gives no token: status %d %s".formatted(answer.status(), error).strip());
        }
        SignedJWT parsed = IdTokens.parse(token);
        return person(tokens.check(parsed, keysOf(parsed), nonce));
    }

    private Person person(JWTClaimsSet claims) {
        String name = claim(claims, settings.nameClaim());
        String fullName = claim(claims, "name");
        List<String> groups = new ArrayList<>();
        settings.groupsClaim()
                .map(claims::getClaim)
                .ifPresent(found -> {
                    Iterable<?> each = found instanceof List<?> list ? list : List.of(found);
                    for (Object group : each) {
                        if (group instanceof String text && groups.size() < MOST_GROUPS) {
                            groups.add(text);
                        }
                    }
                });
        return new Person(
                settings.issuer().toString(),
                claims.getSubject(),
                name,
                fullName,
                List.copyOf(groups),
                settings.joining());
    }

    private static String claim(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : "";
    }

    @Override
    public void close() {
        fetch.close();
    }
}
