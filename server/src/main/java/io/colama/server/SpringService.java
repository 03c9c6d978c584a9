package io.colama.server;

import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.service.RunningService;
import io.colama.operations.service.ServiceProvider;
import io.colama.operations.service.ServiceRequest;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Passwords;
import io.colama.store.Store;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The service, with Spring. */
public final class SpringService implements ServiceProvider {

    private static final String ADMINISTRATOR = "admin";

    /** For the service loader. */
    public SpringService() {}

    @Override
    public RunningService start(ServiceRequest request, Environment environment)
            throws IOException {
        Settings settings = Settings.of(request, System.getenv());
        Store store = environment.openStore();
        ConfigurableApplicationContext context;
        try {
            context =
                    new SpringApplicationBuilder(ServerConfiguration.class)
                            .web(WebApplicationType.SERVLET)
                            .bannerMode(Banner.Mode.OFF)
                            .logStartupInfo(false)
                            .registerShutdownHook(false)
                            .environment(surroundings(settings))
                            .initializers(starting -> {
                                starting.getBeanFactory().registerSingleton("settings", settings);
                                starting.getBeanFactory()
                                        .registerSingleton(
                                                "surroundings", environment.keeping(store));
                            })
                            .run();
        } catch (RuntimeException failure) {
            store.close();
            throw told(failure, settings);
        }
        try {
            return new Running(context, store, address(context, settings), firstLogin(context));
        } catch (IOException | RuntimeException failure) {
            try (store) {
                context.close();
            }
            throw failure;
        }
    }

    /**
     * What Spring knows of its surroundings: what is said here and nothing else. Variables and
     * files that happen to be where the server is started do not change how it listens or what it
     * checks.
     */
    private static StandardEnvironment surroundings(Settings settings) throws OperationException {
        StandardEnvironment known = new StandardEnvironment();
        known.getPropertySources()
                .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        known.getPropertySources()
                .remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        known.getPropertySources().addFirst(new MapPropertySource("colama", properties(settings)));
        return known;
    }

    private static Map<String, Object> properties(Settings settings) throws OperationException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("spring.config.location", "optional:classpath:/io/colama/server/nowhere/");
        all.put("server.address", settings.host());
        all.put("server.port", settings.port());
        all.put("server.shutdown", "graceful");
        all.put("spring.lifecycle.timeout-per-shutdown-phase", "10m");
        all.put("server.server-header", "");
        all.put("server.max-http-request-header-size", "16KB");
        all.put("server.tomcat.connection-timeout", "20s");
        // each of the filters that guard a request would be timed, which nobody asks for
        all.put("management.observations.enable.spring.security", "false");
        all.put("server.tomcat.max-swallow-size", "1MB");
        all.put("server.tomcat.max-connections", 4096);
        all.put("spring.threads.virtual.enabled", true);
        all.put("spring.flyway.enabled", false); // the database is up to date when it is opened
        all.put("spring.jackson.deserialization.fail-on-null-creator-properties", true);
        all.put("spring.jackson.deserialization.fail-on-unknown-properties", true);
        all.put("spring.servlet.multipart.enabled", false);
        all.put("spring.web.resources.add-mappings", false);
        all.put("management.endpoints.web.base-path", "/");
        all.put("management.endpoints.web.exposure.include", "health,prometheus");
        all.put("management.endpoints.web.path-mapping.prometheus", "metrics");
        all.put("management.endpoints.web.discovery.enabled", false);
        all.put("management.endpoint.health.probes.enabled", true);
        all.put("logging.level.root", "warn");
        all.put("logging.level.io.colama", "info");
        all.put("logging.level.org.apache.lucene", "error"); // it would like faster vectors
        // why it does not begin is told in one line, see told(); a wrong address is the client's
        // affair
        all.put("logging.level.org.springframework.boot", "error");
        all.put("logging.level.org.springframework.boot.diagnostics", "off");
        all.put("logging.level.org.springframework.web.servlet.PageNotFound", "error");
        all.put("logging.pattern.correlation", "[%X{request:-}] ");
        if (settings.logJson()) {
            all.put("logging.structured.format.console", "ecs");
        }
        if (settings.tls().isPresent()) {
            Path directory = settings.tls().get();
            all.put("server.ssl.certificate", pem(directory, "server-cert.pem"));
            all.put("server.ssl.certificate-private-key", pem(directory, "server-key.pem"));
        }
        return all;
    }

    private static String pem(Path directory, String name) throws OperationException {
        Path file = directory.resolve(name).toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new OperationException(
                    Failure.NOT_FOUND,
                    "%s: not there, or not to be read; a directory for TLS has server-cert.pem and server-key.pem"
                            .formatted(file));
        }
        return file.toUri().toString();
    }

    /** The reason why a server did not begin, in one line. */
    private static IOException told(RuntimeException failure, Settings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException || cause instanceof BindException) {
                return new OperationException(
                        Failure.CONFLICT,
                        "cannot listen at %s:%d: the address is taken, or is none of this host; choose another with --listen HOST:PORT"
                                .formatted(settings.host(), settings.port()));
            }
            if (cause instanceof IOException known) {
                return known;
            }
            if (cause instanceof SQLException database) {
                return new OperationException(
                        Failure.FAILED,
                        "the database: "
                                + String.valueOf(database.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""));
            }
        }
        throw failure;
    }

    private static URI address(ConfigurableApplicationContext context, Settings settings) {
        int port =
                context instanceof WebServerApplicationContext web && web.getWebServer() != null
                        ? web.getWebServer().getPort()
                        : settings.port();
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create(
                "%s://%s:%d/".formatted(settings.tls().isPresent() ? "https" : "http", host, port));
    }

    /** Makes the first account, where there is none. */
    private static Optional<RunningService.FirstLogin> firstLogin(
            ConfigurableApplicationContext context) throws IOException {
        Accounts accounts = context.getBean(Accounts.class);
        if (!accounts.isEmpty()) {
            return Optional.empty();
        }
        Account first;
        try {
            first = accounts.create(Account.Kind.USER, ADMINISTRATOR, "Administrator", true);
        } catch (OperationException another) {
            return Optional.empty(); // a server that begins at the same time was faster
        }
        String password = Passwords.random();
        context.getBean(Passwords.class).set(first, password);
        context.getBean(AuditLog.class)
                .add(
                        new AuditLog.Actor("", "colama", "", ""),
                        Deed.of("account.create", "account", ADMINISTRATOR));
        return Optional.of(new RunningService.FirstLogin(ADMINISTRATOR, password));
    }

    private record Running(
            ConfigurableApplicationContext context,
            Store store,
            URI address,
            Optional<FirstLogin> firstLogin)
            implements RunningService {

        @Override
        public void close() throws IOException {
            try (store) {
                context.close();
            }
        }
    }
}
