package io.colama.server;

import io.colama.operations.OperationException;
import io.colama.server.front.Front;
import io.colama.server.front.Limits;
import io.colama.server.front.Network;
import io.colama.server.ldap.LdapSettings;
import io.colama.server.oidc.OidcSettings;
import io.colama.server.people.Joining;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How people reach a server and who knows them.
 *
 * @param front how it is reached
 * @param oidc the providers of OpenID Connect
 * @param ldap the directory
 */
record PeopleSettings(Front front, List<OidcSettings> oidc, Optional<LdapSettings> ldap) {

    /** When nothing is said. */
    static final PeopleSettings NONE = new PeopleSettings(Front.PLAIN, List.of(), Optional.empty());

    private static final String PUBLIC_URL = "server.public-url";
    private static final String PROXIES = "server.trusted-proxies";
    private static final String FORWARDED = "server.forwarded-header";
    private static final String PER_ADDRESS = "limits.requests-per-address";
    private static final String PER_ACCOUNT = "limits.requests-per-account";
    private static final String LOGINS = "limits.logins-per-address";
    private static final String HEAVY = "limits.heavy-per-account";
    private static final int MOST = 1_000_000_000;

    /** The names of all these settings but those of providers. */
    static final Set<String> KNOWN =
            Set.of(
                    PUBLIC_URL,
                    PROXIES,
                    FORWARDED,
                    PER_ADDRESS,
                    PER_ACCOUNT,
                    LOGINS,
                    HEAVY,
                    "ldap.url",
                    "ldap.start-tls",
                    "ldap.allow-plain",
                    "ldap.trust",
                    "ldap.bind-dn",
                    "ldap.bind-password",
                    "ldap.bind-password-file",
                    "ldap.user-base",
                    "ldap.user-filter",
                    "ldap.id-attribute",
                    "ldap.name-attribute",
                    "ldap.full-name-attribute",
                    "ldap.group-base",
                    "ldap.group-filter",
                    "ldap.group-name-attribute",
                    "ldap.create-accounts",
                    "ldap.create-groups",
                    "ldap.groups-prefix",
                    "ldap.administrators-group");

    /** The names of the settings of a provider. */
    static final Set<String> OF_PROVIDERS =
            Set.of(
                    "issuer",
                    "title",
                    "client-id",
                    "client-secret",
                    "client-secret-file",
                    "scopes",
                    "name-claim",
                    "groups-claim",
                    "trust",
                    "create-accounts",
                    "create-groups",
                    "groups-prefix",
                    "administrators-group");

    static PeopleSettings of(SettingsSource source) throws IOException {
        Front front = front(source);
        List<OidcSettings> providers = new ArrayList<>();
        for (String id : source.providers()) {
            if (front.publicUrl().isEmpty()) {
                throw SettingsSource.usage(
                        "oidc.%s needs %s, where providers send people back to"
                                .formatted(id, PUBLIC_URL));
            }
            providers.add(provider(source, id));
        }
        return new PeopleSettings(
                front,
                List.copyOf(providers),
                source.find("ldap.url").isPresent()
                        ? Optional.of(directory(source))
                        : Optional.empty());
    }

    private static Front front(SettingsSource source) throws OperationException {
        Optional<String> url = source.find(PUBLIC_URL);
        List<Network> proxies = new ArrayList<>();
        for (String proxy : source.find(PROXIES).orElse("").split("[,\\s]+")) {
            if (!proxy.isEmpty()) {
                proxies.add(Network.parse(proxy));
            }
        }
        String header = source.find(FORWARDED).orElse("x-forwarded");
        Front.Forwarding forwarding =
                switch (header) {
                    case "x-forwarded" -> Front.Forwarding.X_FORWARDED;
                    case "forwarded" -> Front.Forwarding.FORWARDED;
                    default ->
                            throw SettingsSource.usage(
                                    "%s is \"%s\", and has to be x-forwarded or forwarded"
                                            .formatted(FORWARDED, header));
                };
        Limits limits =
                new Limits(
                        source.number(PER_ADDRESS, Limits.USUAL.perAddress(), MOST),
                        source.number(PER_ACCOUNT, Limits.USUAL.perAccount(), MOST),
                        source.number(LOGINS, Limits.USUAL.loginsPerAddress(), MOST),
                        source.number(HEAVY, Limits.USUAL.heavyPerAccount(), MOST));
        return new Front(
                url.isPresent() ? Optional.of(publicUrl(url.get())) : Optional.empty(),
                List.copyOf(proxies),
                forwarding,
                limits);
    }

    private static URI publicUrl(String text) throws OperationException {
        URI url = url(PUBLIC_URL, text, Set.of("http", "https"));
        if (!url.getPath().isEmpty() && !url.getPath().equals("/")) {
            throw SettingsSource.usage(
                    "%s is \"%s\": a server is the whole of its host, without a path"
                            .formatted(PUBLIC_URL, text));
        }
        return URI.create("%s://%s".formatted(url.getScheme(), url.getAuthority()));
    }

    private static URI url(String key, String text, Set<String> schemes) throws OperationException {
        try {
            URI url = URI.create(text);
            if (url.getScheme() != null
                    && schemes.contains(url.getScheme())
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw SettingsSource.usage(
                "%s is \"%s\", and has to be an address such as %s://host"
                        .formatted(key, text, schemes.stream().sorted().toList().getLast()));
    }

    /** Refuses what everybody on the way could read, unless there is no way. */
    private static URI safe(String key, URI url, boolean allowed) throws OperationException {
        boolean local = Set.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost());
        if (url.getScheme().endsWith("s") || local || allowed) {
            return url;
        }
        throw SettingsSource.usage(
                "%s is \"%s\": passwords and tokens go there only by TLS".formatted(key, url));
    }

    private static OidcSettings provider(SettingsSource source, String id) throws IOException {
        String prefix = "oidc." + id + ".";
        String issuer = source.need(prefix + "issuer");
        return new OidcSettings(
                id,
                source.find(prefix + "title").orElse(id),
                safe(
                        prefix + "issuer",
                        url(prefix + "issuer", issuer, Set.of("http", "https")),
                        false),
                source.need(prefix + "client-id"),
                source.secret(prefix + "client-secret"),
                source.find(prefix + "scopes").orElse("openid profile email"),
                source.find(prefix + "name-claim").orElse("preferred_username"),
                source.find(prefix + "groups-claim"),
                source.find(prefix + "trust").map(Path::of),
                joining(source, prefix));
    }

    private static Joining joining(SettingsSource source, String prefix) throws OperationException {
        return new Joining(
                source.isTrue(prefix + "create-accounts", true),
                source.isTrue(prefix + "create-groups", false),
                source.find(prefix + "groups-prefix").orElse(""),
                source.find(prefix + "administrators-group"));
    }

    private static LdapSettings directory(SettingsSource source) throws IOException {
        URI url = url("ldap.url", source.need("ldap.url"), Set.of("ldap", "ldaps"));
        boolean startTls = source.isTrue("ldap.start-tls", false);
        boolean plain = source.isTrue("ldap.allow-plain", false);
        if (url.getScheme().equals("ldap") && !startTls && !plain) {
            throw SettingsSource.usage(
                    "ldap.url is \"%s\": everybody on the way would read passwords; use ldaps:// or ldap.start-tls=true, or say ldap.allow-plain=true"
                            .formatted(url));
        }
        return new LdapSettings(
                url,
                startTls,
                source.find("ldap.trust").map(Path::of),
                source.find("ldap.bind-dn"),
                source.secret("ldap.bind-password").orElse(""),
                source.need("ldap.user-base"),
                source.find("ldap.user-filter").orElse("(&(objectClass=person)(uid={0}))"),
                source.find("ldap.id-attribute").orElse("entryUUID"),
                source.find("ldap.name-attribute").orElse("uid"),
                source.find("ldap.full-name-attribute").orElse("cn"),
                source.find("ldap.group-base"),
                source.find("ldap.group-filter").orElse("(member={0})"),
                source.find("ldap.group-name-attribute").orElse("cn"),
                joining(source, "ldap."));
    }
}
