package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * The passwords of accounts, as Argon2id hashes. Each check takes 16 MiB and a good part of a
 * second on purpose; no more than a few run at once, whoever asks. Threads: any number.
 */
public final class Passwords {

    private static final int FEWEST_CHARACTERS = 10;
    private static final int MOST_CHARACTERS = 200;
    private static final int MOST_AT_ONCE = 4;
    private static final int RANDOM_BYTES = 15;

    private final Accounts accounts;
    private final Argon2PasswordEncoder hashing =
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore running = new Semaphore(MOST_AT_ONCE, true);

    /** Of no account: what a login with a wrong name is compared with. */
    private final String nobody;

    /** The passwords of accounts. */
    public Passwords(Accounts accounts) {
        this.accounts = accounts;
        this.nobody = hash(random());
    }

    /** A password that nobody guesses. */
    public static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Gives an account a password.
     *
     * @throws OperationException when it is too short or too long
     */
    public void set(Account account, String password) throws OperationException {
        if (password.length() < FEWEST_CHARACTERS || password.length() > MOST_CHARACTERS) {
            throw new OperationException(
                    Failure.USAGE,
                    "a password has %d to %d characters"
                            .formatted(FEWEST_CHARACTERS, MOST_CHARACTERS));
        }
        accounts.setPasswordHash(account, hash(password));
    }

    /** Whether it is the password of an account; without an account it takes as long and is not. */
    boolean isRight(Optional<Account> account, String password) {
        Optional<String> hash = account.flatMap(accounts::passwordHash);
        String shown = password.length() > MOST_CHARACTERS ? "" : password;
        running.acquireUninterruptibly();
        try {
            return hashing.matches(shown, hash.orElse(nobody)) && hash.isPresent();
        } finally {
            running.release();
        }
    }

    private String hash(String password) {
        running.acquireUninterruptibly();
        try {
            return String.valueOf(hashing.encode(password));
        } finally {
            running.release();
        }
    }
}
