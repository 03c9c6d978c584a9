package io.colama.server.people;

import io.colama.server.audit.AuditLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets people in by name and password.
 *
 * <p>After some failures the name is blocked, and so is the address that they came from, for a
 * minute at first and then twice as long each time. Whether there is an account of that name makes
 * no difference, neither in the answer nor in the time that it takes. Threads: any number.
 */
public final class Logins {

    private static final int FAILURES_OF_A_NAME = 5;
    private static final int FAILURES_OF_AN_ADDRESS = 50;
    private static final int MOST_CHARACTERS = 200;

    /**
     * The names that a directory is asked for. A directory takes more for the same name than we do:
     * blanks and letters that are not seen. Were these let through, a blocked name could be tried
     * on in another spelling.
     */
    private static final Pattern OF_DIRECTORY = Pattern.compile("[A-Za-z0-9._@+-]{1,100}");

    private final Accounts accounts;
    private final Passwords passwords;
    private final Directory directory;
    private final Identities identities;
    private final Attempts attempts;

    /** The logins of accounts here, and of those whom a directory knows. */
    public Logins(
            Accounts accounts,
            Passwords passwords,
            Directory directory,
            Identities identities,
            JdbcClient database,
            TransactionTemplate transaction,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.directory = directory;
        this.identities = identities;
        this.attempts = new Attempts(database, transaction, clock);
    }

    /** That a name or an address has failed too often. */
    public static final class Blocked extends IOException {

        private static final long serialVersionUID = 1;

        private final long seconds;

        Blocked(Duration until) {
            super("too many failed logins: try again in %d seconds".formatted(until.toSeconds()));
            this.seconds = until.toSeconds();
        }

        /** How long to wait. */
        public long seconds() {
            return seconds;
        }
    }

    private static List<Attempts.Origin> origins(String name, String address) {
        return List.of(
                new Attempts.Origin("name:" + name.toLowerCase(Locale.ROOT), FAILURES_OF_A_NAME),
                new Attempts.Origin("address:" + address, FAILURES_OF_AN_ADDRESS));
    }

    private static String shown(String name) {
        return name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS) : name;
    }

    /**
     * Whether it is the password that an account has here.
     *
     * @param address where the request is from
     * @throws Blocked after too many failures
     */
    public boolean isPassword(Account account, String password, String address) throws Blocked {
        List<Attempts.Origin> origins = origins(account.name(), address);
        attempts.check(origins);
        boolean right = passwords.isRight(Optional.of(account), password);
        if (right) {
            attempts.succeeded(origins.getFirst());
        } else {
            attempts.failed(origins);
        }
        return right;
    }

    /**
     * The account of a name and a password; empty when they are wrong. An account here goes before
     * one of the directory with the same name.
     *
     * @param from where the request is from, and its name
     * @throws Blocked after too many failures
     * @throws Unavailable when the directory would have to be asked and does not answer
     */
    public Optional<Account> logIn(String name, String password, AuditLog.Actor from)
            throws IOException {
        String shown = shown(name);
        List<Attempts.Origin> origins = origins(shown, from.origin());
        attempts.check(origins);
        Optional<Account> named = accounts.named(shown);
        Optional<Account> here =
                named.filter(one -> one.kind() == Account.Kind.USER).filter(one -> !one.disabled());
        if (passwords.isRight(here, password)) {
            attempts.succeeded(origins.getFirst());
            return here;
        }
        Optional<Person> person = elsewhere(shown, password, named);
        if (person.isPresent()) {
            Account account = identities.logIn(person.get(), from);
            attempts.succeeded(origins.getFirst());
            return Optional.of(account);
        }
        attempts.failed(origins);
        return Optional.empty();
    }

    /**
     * Asks the directory. Where that must not count it is asked all the same, for nobody: so that
     * the time does not tell which names are here.
     */
    private Optional<Person> elsewhere(String name, String password, Optional<Account> named)
            throws Unavailable {
        boolean ofDirectory =
                named.isEmpty() || identities.isKnown(named.get(), Identities.DIRECTORY);
        if (ofDirectory && OF_DIRECTORY.matcher(name).matches() && !password.isEmpty()) {
            return directory.authenticate(name, password);
        }
        Optional<Person> _ = directory.authenticate(Passwords.random(), Passwords.random());
        return Optional.empty();
    }
}
