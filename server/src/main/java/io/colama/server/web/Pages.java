package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the pages for a browser: files of the module {@code web}, made when that was built. They
 * are for everybody, as they hold nothing of anybody; what they show comes from the API.
 *
 * <p>One document is behind every address of a page, because its scripts know what to show there.
 * Files whose names change with what they hold may be kept for ever; all others have a tag, and are
 * asked for each time. Each file is in memory once it was asked for, plain and compressed.
 */
@RestController
public final class Pages {

    /** Scripts, styles, pictures and letters of this server alone; no page may frame it. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    private static final String FOLDER = "/io/colama/web/static/";
    private static final String DOCUMENT = "index.html";

    /** With what the addresses of pages begin. */
    private static final Set<String> PLACES =
            Set.of(
                    "login",
                    "device",
                    "machines",
                    "savings",
                    "tasks",
                    "activity",
                    "administration",
                    "account");

    private static final Set<String> LOOSE = Set.of("theme.js", "mark.svg");

    private static final String ASSETS = "assets";
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html;charset=UTF-8",
                    "js", "text/javascript;charset=UTF-8",
                    "css", "text/css;charset=UTF-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "woff2", "font/woff2");

    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /** A file of the pages, with what it is and which one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record StaticFile(String type, String tag, byte[] plain, Optional<byte[]> compressed) {}

    /** Whether a request is for a page or for what belongs to one. */
    static boolean areAskedFor(HttpServletRequest request) {
        String path = request.getRequestURI();
        int end = path.indexOf('/', 1);
        String first = path.substring(1, end < 0 ? path.length() : end);
        boolean alone = end < 0;
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return reads
                && (PLACES.contains(first)
                        || first.equals(ASSETS)
                        || (alone && (first.isEmpty() || LOOSE.contains(first))));
    }

    /** The document of all pages. */
    @GetMapping({
        "/",
        "/login",
        "/device",
        "/machines/**",
        "/savings",
        "/tasks/**",
        "/activity",
        "/administration/**",
        "/account"
    })
    public ResponseEntity<byte[]> document(HttpServletRequest request) throws IOException {
        return answer(DOCUMENT, CacheControl.noCache(), request);
    }

    /** What keeps its name when it changes. */
    @GetMapping({"/theme.js", "/mark.svg"})
    public ResponseEntity<byte[]> loose(HttpServletRequest request) throws IOException {
        return answer(request.getRequestURI().substring(1), CacheControl.noCache(), request);
    }

    /** What has another name when it changes. */
    @GetMapping("/assets/{name}")
    public ResponseEntity<byte[]> asset(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        if (!ASSET.matcher(name).matches()) {
            throw absent(name);
        }
        CacheControl forever = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
        return answer(ASSETS + "/" + name, forever, request);
    }

    private ResponseEntity<byte[]> answer(
            String name, CacheControl kept, HttpServletRequest request) throws IOException {
        StaticFile file = file(name);
        boolean compressed =
                file.compressed.isPresent()
                        && Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                                .filter(codings -> codings.contains("gzip"))
                                .isPresent();
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok()
                        .cacheControl(kept)
                        .header(HttpHeaders.CONTENT_TYPE, file.type)
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                        .eTag("\"" + file.tag + (compressed ? "-gzip" : "") + "\"");
        if (compressed) {
            return answer.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .body(file.compressed.orElseThrow());
        }
        return answer.body(file.plain);
    }

    private StaticFile file(String name) throws IOException {
        StaticFile known = files.get(name);
        if (known != null) {
            return known;
        }
        byte[] plain = read(name).orElseThrow(() -> absent(name));
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        StaticFile read =
                new StaticFile(
                        TYPES.getOrDefault(suffix, "application/octet-stream"),
                        digest(plain),
                        plain,
                        read(name + ".gz"));
        files.put(name, read);
        return read;
    }

    private static Optional<byte[]> read(String name) throws IOException {
        try (InputStream file = Pages.class.getResourceAsStream(FOLDER + name)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(whole, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OperationException absent(String name) {
        return new OperationException(
                Failure.NOT_FOUND, "there is no file \"%s\" of the pages".formatted(name));
    }
}
