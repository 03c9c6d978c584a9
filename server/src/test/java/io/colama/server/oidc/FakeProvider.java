package io.colama.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A provider whose every answer a test can spoil. It knows one person, who need not log in. */
public final class FakeProvider implements Closeable {

    /** This server there. */
    public static final String CLIENT = "colama";

    /** Its secret. */
    public static final String SECRET = "s&cret ü";

    private static final RSAKey RSA;
    private static final RSAKey OTHER_RSA;
    private static final ECKey EC;

    static {
        try {
            RSA = new RSAKeyGenerator(2048).keyID("first").generate();
            OTHER_RSA = new RSAKeyGenerator(2048).keyID("second").generate();
            EC = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    /** How often each address was asked for. */
    public final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    /** What the person is told to be. */
    public volatile Map<String, Object> person = Map.of("sub", "1", "preferred_username", "ana");

    /** Changes what a token says. */
    public volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

    /** Changes a token. */
    public volatile UnaryOperator<String> token = UnaryOperator.identity();

    /** Changes the metadata. */
    public volatile UnaryOperator<String> metadata = UnaryOperator.identity();

    /** What it answers instead, by path; the text {@code endless} never ends. */
    public final Map<String, String> instead = new ConcurrentHashMap<>();

    /** The keys that it publishes. */
    public volatile List<JWK> published = List.of(RSA, EC);

    /** The key that it signs with. */
    public volatile JWK signing = RSA;

    /** Begins one. */
    public FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** The keys of an elliptic curve, and others. */
    public static JWK ec() {
        return EC;
    }

    /** The keys after a rotation. */
    public static JWK second() {
        return OTHER_RSA;
    }

    /** Its issuer. */
    public URI issuer() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
        try (exchange) {
            String other = instead.get(path);
            if (other != null && other.equals("endless")) {
                exchange.sendResponseHeaders(200, 0);
                OutputStream out = exchange.getResponseBody();
                byte[] blanks = new byte[8192];
                Arrays.fill(blanks, (byte) ' ');
                while (true) {
                    out.write(blanks); // until the other side has had enough
                }
            }
            if (other != null && other.equals("silent")) {
                new java.util.concurrent.CountDownLatch(1)
                        .await(10, java.util.concurrent.TimeUnit.SECONDS);
                return;
            }
            if (other != null) {
                answer(exchange, 200, other);
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration" -> answer(exchange, 200, published());
                case "/keys" -> answer(exchange, 200, new JWKSet(published).toString());
                case "/authorize" -> authorize(exchange);
                case "/token" -> redeem(exchange);
                default -> answer(exchange, 404, "{}");
            }
        } catch (JOSEException | NoSuchAlgorithmException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String published() {
        return metadata.apply(
                """
                {"issuer":"ISSUER","authorization_endpoint":"ISSUER/authorize",
                "token_endpoint":"ISSUER/token","jwks_uri":"ISSUER/keys"}\
                """
                        .replace("ISSUER", issuer().toString()));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            pairs.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return pairs;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        if (!query.getOrDefault("client_id", "").equals(CLIENT)
                || !query.getOrDefault("response_type", "").equals("code")
                || !query.getOrDefault("code_challenge_method", "").equals("S256")
                || !query.getOrDefault("scope", "").startsWith("openid")) {
            answer(exchange, 400, "{}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, query);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        "%s?code=%s&state=%s"
                                .formatted(
                                        query.getOrDefault("redirect_uri", ""),
                                        code,
                                        query.getOrDefault("state", "")));
        exchange.sendResponseHeaders(302, -1);
    }

    private void redeem(HttpExchange exchange)
            throws IOException, JOSEException, NoSuchAlgorithmException {
        Map<String, String> form =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> query = codes.remove(form.getOrDefault("code", ""));
        String basic = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String expected = "colama:s%26cret+%C3%BC";
        boolean known =
                basic.equals(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                expected.getBytes(StandardCharsets.US_ASCII)));
        if (!known) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        byte[] challenge =
                MessageDigest.getInstance("SHA-256")
                        .digest(
                                form.getOrDefault("code_verifier", "")
                                        .getBytes(StandardCharsets.US_ASCII));
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
        if (query == null
                || !query.getOrDefault("code_challenge", "").equals(text)
                || !query.getOrDefault("redirect_uri", "")
                        .equals(form.getOrDefault("redirect_uri", ""))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JWTClaimsSet.Builder said =
                new JWTClaimsSet.Builder()
                        .issuer(issuer().toString())
                        .audience(CLIENT)
                        .issueTime(Date.from(Instant.now()))
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                        .claim("nonce", query.getOrDefault("nonce", ""));
        person.forEach(said::claim);
        answer(
                exchange,
                200,
                "{\"token_type\":\"Bearer\",\"access_token\":\"x\",\"id_token\":\"%s\"}"
                        .formatted(token.apply(sign(claims.apply(said).build()))));
    }

    private String sign(JWTClaimsSet said) throws JOSEException {
        boolean rsa = signing instanceof RSAKey;
        SignedJWT signed =
                new SignedJWT(
                        new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                                .keyID(signing.getKeyID())
                                .type(JOSEObjectType.JWT)
                                .build(),
                        said);
        signed.sign(
                signing instanceof RSAKey key
                        ? new RSASSASigner(key)
                        : new ECDSASigner(signing.toECKey()));
        return signed.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
