package io.colama.server.front;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Counts requests by account, and how many heavy ones each has running: those that read or compare
 * whole disks. Threads: any number.
 */
public final class AccountLimits {

    private static final Pattern HEAVY =
            Pattern.compile(
                    "/api/v1/(diff|stats|savings|machines/[^/]+/(diff|revisions/[^/]+/(inspection|bill|content|archive|package|disks/.*)))");

    private final Buckets requests;
    private final int mostHeavy;
    private final Refusal refusal;
    private final ConcurrentMap<String, Integer> heavy = new ConcurrentHashMap<>();

    /** The limits of a server. */
    public AccountLimits(Limits limits, Clock clock, Refusal refusal) {
        this.requests = new Buckets(limits.perAccount(), clock);
        this.mostHeavy = limits.heavyPerAccount();
        this.refusal = refusal;
    }

    /** Lets a request of an account go on, or refuses it. */
    public void pass(
            String account,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        Duration wait = requests.take(account);
        if (!wait.isZero()) {
            RequestLimits.refuse(
                    Refusal.Reason.ACCOUNT_LIMIT,
                    wait,
                    "too many requests of your account",
                    refusal,
                    request,
                    response);
        } else if (mostHeavy == 0 || !HEAVY.matcher(ProxyFilter.path(request)).matches()) {
            chain.doFilter(request, response);
        } else if (begin(account)) {
            heavy(account, request, response, chain);
        } else {
            RequestLimits.refuse(
                    Refusal.Reason.HEAVY_LIMIT,
                    Duration.ofSeconds(1),
                    "%d differences, inspections or downloads of your account are running"
                            .formatted(mostHeavy),
                    refusal,
                    request,
                    response);
        }
    }

    private void heavy(
            String account,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        boolean goesOn = false;
        try {
            chain.doFilter(request, response);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Ending(account));
                goesOn = true;
            }
        } finally {
            if (!goesOn) {
                end(account);
            }
        }
    }

    private boolean begin(String account) {
        AtomicBoolean begun = new AtomicBoolean();
        heavy.compute(
                account,
                (_, running) -> {
                    int now = running == null ? 0 : running;
                    begun.set(now < mostHeavy);
                    return begun.get() ? Integer.valueOf(now + 1) : running;
                });
        return begun.get();
    }

    private void end(String account) {
        heavy.computeIfPresent(account, (_, running) -> running > 1 ? running - 1 : null);
    }

    /** How many heavy requests run. */
    int running() {
        return heavy.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** That an answer which is written later was written, however it went. */
    private final class Ending implements AsyncListener {

        private final String account;

        Ending(String account) {
            this.account = account;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(account);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // it completes after that
        }

        @Override
        public void onError(AsyncEvent event) {
            // it completes after that
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this); // a later turn of the same answer
        }
    }
}
