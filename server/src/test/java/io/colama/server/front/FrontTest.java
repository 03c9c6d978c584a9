package io.colama.server.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is believed, and how much. */
class FrontTest {

    private static final Origin DIRECT = new Origin("10.0.0.1", false, "inside");

    private static Front front(Front.Forwarding forwarding, String... proxies) throws Exception {
        List<Network> networks = new ArrayList<>();
        for (String proxy : proxies) {
            networks.add(Network.parse(proxy));
        }
        return new Front(Optional.empty(), networks, forwarding, Limits.USUAL);
    }

    private static Origin seen(Front front, Map<String, List<String>> headers) {
        return Origin.forwarded(DIRECT, front, name -> headers.getOrDefault(name, List.of()));
    }

    @Test
    void networksHoldTheirAddresses() throws Exception {
        assertThat(Network.parse("10.0.0.0/8").contains("10.255.0.1")).isTrue();
        assertThat(Network.parse("10.0.0.0/8").contains("11.0.0.1")).isFalse();
        assertThat(Network.parse("10.0.0.0/9").contains("10.128.0.1")).isFalse();
        assertThat(Network.parse("127.0.0.1").contains("127.0.0.1")).isTrue();
        assertThat(Network.parse("::1").contains("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(Network.parse("fd00::/8").contains("fd12::1")).isTrue();
        assertThat(Network.parse("0.0.0.0/0").contains("::1")).isFalse();
        assertThat(Network.parse("0.0.0.0/0").contains("localhost")).isFalse();
        for (String wrong :
                List.of("localhost", "10.0.0.0/33", "10.0.0.0/-1", "", "1/x", "::/129")) {
            assertThatThrownBy(() -> Network.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(OperationException.class);
        }
    }

    @Test
    void theFirstThatIsNoProxyIsTheClient() throws Exception {
        Front front = front(Front.Forwarding.X_FORWARDED, "10.0.0.0/8");
        assertThat(
                        seen(
                                front,
                                Map.of(
                                        "X-Forwarded-For",
                                        List.of("6.6.6.6, 192.0.2.7", "10.0.0.2"),
                                        "X-Forwarded-Proto",
                                        List.of("https, http"),
                                        "X-Forwarded-Host",
                                        List.of("colama.test"))))
                .isEqualTo(new Origin("192.0.2.7", true, "colama.test"));
        assertThat(seen(front, Map.of("X-Forwarded-For", List.of("unknown, 10.0.0.2"))).address())
                .isEqualTo("10.0.0.2");
        assertThat(seen(front, Map.of("X-Forwarded-For", List.of("nonsense"))).address())
                .isEqualTo("10.0.0.1");
        assertThat(seen(front, Map.of("X-Forwarded-For", List.of("10.0.0.9, ".repeat(5000)))))
                .isEqualTo(DIRECT);
        assertThat(seen(front, Map.of("Forwarded", List.of("for=6.6.6.6")))).isEqualTo(DIRECT);
    }

    @Test
    void theStandardHeaderIsBelievedWhereItIsAgreed() throws Exception {
        Front front = front(Front.Forwarding.FORWARDED, "10.0.0.0/8", "fd00::/8");
        assertThat(
                        seen(
                                front,
                                Map.of(
                                        "Forwarded",
                                        List.of(
                                                "for=6.6.6.6;host=evil, For=\"[2001:db8::7]:4711\";proto=https;host=\"colama.test\"",
                                                "for=\"[fd00::1]\""),
                                        "X-Forwarded-For",
                                        List.of("7.7.7.7"))))
                .isEqualTo(new Origin("2001:db8:0:0:0:0:0:7", true, "colama.test"));
        assertThat(
                        seen(
                                        front,
                                        Map.of(
                                                "Forwarded",
                                                List.of("for=\"_hidden\", for=192.0.2.1:80")))
                                .address())
                .isEqualTo("192.0.2.1");
        assertThat(seen(front, Map.of("Forwarded", List.of("proto=https")))).isEqualTo(DIRECT);
    }

    @Test
    void bucketsEmptyFillAndStayFew() {
        Moving clock = new Moving();
        Buckets buckets = new Buckets(60, clock);
        for (int i = 0; i < 60; i++) {
            assertThat(buckets.take("a")).isZero();
        }
        assertThat(buckets.take("a")).isBetween(Duration.ofMillis(999), Duration.ofMillis(1001));
        assertThat(buckets.take("b")).isZero();
        clock.now = clock.now.plusMillis(1001);
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isPositive();
        clock.now = clock.now.minusSeconds(100); // somebody set the clock
        assertThat(buckets.take("b")).isZero();
        for (int i = 0; i < Buckets.MOST_KEYS + 1000; i++) {
            assertThat(buckets.take("flood" + i)).isZero();
        }
        assertThat(buckets.size()).isEqualTo(Buckets.MOST_KEYS);
        assertThat(new Buckets(0, clock).take("a")).isZero();
    }

    @Test
    void addressesOfOneOwnerCountTogether() {
        assertThat(RequestLimits.network("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(RequestLimits.network("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(RequestLimits.network("2001:db8:1:3::1"));
        assertThat(RequestLimits.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(RequestLimits.network("nonsense")).isEqualTo("nonsense");
    }

    /**
     * A request of which nothing is known but its address, or an answer of which nothing is read.
     */
    private static <T> T known(Class<T> kind, String path) {
        return kind.cast(
                Proxy.newProxyInstance(
                        FrontTest.class.getClassLoader(),
                        new Class<?>[] {kind},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "getServletPath" -> path;
                                    case "isAsyncStarted" -> false;
                                    default -> null;
                                }));
    }

    @Test
    void heavyRequestsOfOneAccountWaitForEachOther() throws Exception {
        List<Integer> refused = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        AccountLimits limits =
                new AccountLimits(
                        new Limits(0, 0, 0, 1),
                        new Moving(),
                        (reason, _, _, _) -> refused.add(reason.status()));
        HttpServletRequest diff = known(HttpServletRequest.class, "/api/v1/machines/m/diff");
        HttpServletRequest list = known(HttpServletRequest.class, "/api/v1/machines");
        HttpServletResponse answer = known(HttpServletResponse.class, "");
        limits.pass(
                "ana",
                diff,
                answer,
                (_, _) -> {
                    limits.pass("ana", diff, answer, (_, _) -> passed.add("second of ana"));
                    limits.pass("ana", list, answer, (_, _) -> passed.add("light of ana"));
                    limits.pass("ben", diff, answer, (_, _) -> passed.add("first of ben"));
                });
        assertThat(passed).containsExactly("light of ana", "first of ben");
        assertThat(refused).containsExactly(429);
        assertThatThrownBy(() ->
                        limits.pass(
                                "ana",
                                diff,
                                answer,
                                (_, _) -> {
                                    throw new IOException("the client went away");
                                }))
                .hasMessage("the client went away");
        assertThat(limits.running()).isZero();
    }

    private static final class Moving extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
