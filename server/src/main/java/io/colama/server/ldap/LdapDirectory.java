package io.colama.server.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.TrustFile;
import io.colama.server.people.Directory;
import io.colama.server.people.Identities;
import io.colama.server.people.Person;
import io.colama.server.people.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A directory; connected to when somebody logs in and not before. Threads: any number, of which a
 * few are served at once.
 */
public final class LdapDirectory implements Directory, AutoCloseable {

    private static final int MOST_CONNECTIONS = 8;
    private static final int MOST_MESSAGE_BYTES = 1 << 20;
    private static final int MOST_GROUPS = 1000;
    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;

    /** What a directory says of a name and a password that are not good, in whatever way. */
    private static final Set<ResultCode> WRONG =
            Set.of(
                    ResultCode.INVALID_CREDENTIALS,
                    ResultCode.NO_SUCH_OBJECT,
                    ResultCode.INVALID_DN_SYNTAX,
                    ResultCode.INAPPROPRIATE_AUTHENTICATION,
                    ResultCode.CONSTRAINT_VIOLATION,
                    ResultCode.UNWILLING_TO_PERFORM,
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS);

    private final LdapSettings settings;
    private final LDAPConnectionPool connections;
    private final Duration longest;
    private final Semaphore running = new Semaphore(MOST_CONNECTIONS, true);

    private LdapDirectory(LdapSettings settings, LDAPConnectionPool connections, Duration longest) {
        this.settings = settings;
        this.connections = connections;
        this.longest = longest;
    }

    /**
     * A directory, which is not connected to yet.
     *
     * @param longest that it may take to answer
     * @throws OperationException when a filter or a file is wrong
     */
    public static LdapDirectory open(LdapSettings settings, Duration longest) throws IOException {
        filter(settings.userFilter(), "x", "x", "ldap.user-filter");
        filter(settings.groupFilter(), "x", "x", "ldap.group-filter");
        int millis = Math.toIntExact(longest.toMillis());
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setMaxMessageSize(MOST_MESSAGE_BYTES);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        URI url = settings.url();
        boolean tls = url.getScheme().equals("ldaps");
        SSLContext context = context(settings);
        int port = url.getPort() >= 0 ? url.getPort() : tls ? LDAPS_PORT : LDAP_PORT;
        SingleServerSet server =
                new SingleServerSet(
                        url.getHost(),
                        port,
                        tls ? context.getSocketFactory() : SocketFactory.getDefault(),
                        options);
        BindRequest bind =
                settings.bindDn().isPresent()
                        ? new SimpleBindRequest(settings.bindDn().get(), settings.bindPassword())
                        : new SimpleBindRequest();
        try {
            LDAPConnectionPool pool =
                    new LDAPConnectionPool(
                            server,
                            bind,
                            0,
                            MOST_CONNECTIONS,
                            settings.startTls() ? new StartTLSPostConnectProcessor(context) : null,
                            false);
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            return new LdapDirectory(settings, pool, longest);
        } catch (LDAPException e) {
            throw new Unavailable("the directory: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(LdapSettings settings) throws IOException {
        try {
            return settings.trust().isPresent()
                    ? TrustFile.open(settings.trust().get())
                    : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A filter with values in it, of which no character means anything to the filter. */
    private static Filter filter(String pattern, String first, String second, String setting)
            throws OperationException {
        try {
            return Filter.create(
                    pattern.replace("{0}", Filter.encodeValue(first))
                            .replace("{1}", Filter.encodeValue(second)));
        } catch (LDAPException e) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s is \"%s\", which is no filter: %s"
                            .formatted(setting, pattern, e.getMessage()));
        }
    }

    @Override
    public Optional<Person> authenticate(String name, String password) throws Unavailable {
        if (name.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        begin();
        try {
            Optional<SearchResultEntry> entry = entry(name);
            // a name that is not there is tried too, with the same number of questions
            String dn = entry.isPresent() ? entry.get().getDN() : nobody(name);
            boolean right = isRight(dn, password);
            if (entry.isEmpty() || !right) {
                return Optional.empty();
            }
            return Optional.of(person(entry.get(), name));
        } catch (LDAPException e) {
            throw new Unavailable(
                    "the directory at %s does not answer as it should: %s"
                            .formatted(settings.url(), e.getResultCode()),
                    e);
        } catch (OperationException e) {
            throw new Unavailable("the directory cannot be asked: " + e.getMessage(), e);
        } finally {
            running.release();
        }
    }

    private void begin() throws Unavailable {
        try {
            if (!running.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable("the directory has too much to do");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while the directory was asked", e);
        }
    }

    private String nobody(String name) throws LDAPException {
        return new DN(new RDN("cn", name), new DN(settings.userBase())).toString();
    }

    private SearchRequest search(String base, Filter filter, int most, String... attributes) {
        SearchRequest request =
                new SearchRequest(
                        base,
                        SearchScope.SUB,
                        DereferencePolicy.NEVER,
                        most,
                        Math.toIntExact(longest.toSeconds()),
                        false,
                        filter,
                        attributes);
        request.setResponseTimeoutMillis(longest.toMillis());
        return request;
    }

    /** The one entry of a name; of several none. */
    private Optional<SearchResultEntry> entry(String name)
            throws LDAPException, OperationException {
        SearchRequest request =
                search(
                        settings.userBase(),
                        filter(settings.userFilter(), name, name, "ldap.user-filter"),
                        2,
                        settings.idAttribute(),
                        settings.nameAttribute(),
                        settings.fullNameAttribute());
        try {
            List<SearchResultEntry> found = connections.search(request).getSearchEntries();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isRight(String dn, String password) throws LDAPException {
        try {
            connections.bindAndRevertAuthentication(dn, password);
            return true;
        } catch (LDAPException e) {
            if (WRONG.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    private Person person(SearchResultEntry entry, String name)
            throws LDAPException, OperationException {
        Attribute id = entry.getAttribute(settings.idAttribute());
        if (id == null || id.getRawValues().length != 1) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s has no %s, which the setting ldap.id-attribute names"
                            .formatted(entry.getDN(), settings.idAttribute()));
        }
        return new Person(
                Identities.DIRECTORY,
                subject(id),
                value(entry, settings.nameAttribute()).orElse(name),
                value(entry, settings.fullNameAttribute()).orElse(""),
                groups(entry, name),
                settings.joining());
    }

    /** As text where it is text; that of Active Directory is sixteen bytes. */
    private static String subject(Attribute id) {
        byte[] raw = id.getValueByteArray();
        for (byte each : raw) {
            if (each < ' ') {
                return HexFormat.of().formatHex(raw);
            }
        }
        return id.getValue();
    }

    private static Optional<String> value(SearchResultEntry entry, String attribute) {
        return Optional.ofNullable(entry.getAttributeValue(attribute));
    }

    private List<String> groups(SearchResultEntry entry, String name)
            throws LDAPException, OperationException {
        if (settings.groupBase().isEmpty()) {
            return List.of();
        }
        SearchRequest request =
                search(
                        settings.groupBase().get(),
                        filter(
                                settings.groupFilter(),
                                entry.getDN(),
                                value(entry, settings.nameAttribute()).orElse(name),
                                "ldap.group-filter"),
                        MOST_GROUPS,
                        settings.groupNameAttribute());
        List<String> names = new ArrayList<>();
        for (SearchResultEntry group : connections.search(request).getSearchEntries()) {
            value(group, settings.groupNameAttribute()).ifPresent(names::add);
        }
        return List.copyOf(names);
    }

    @Override
    public void close() {
        connections.close();
    }
}
