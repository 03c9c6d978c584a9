package io.colama.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a server for lists and single machines at a fixed rate, whether it keeps up or not, and
 * prints how long answers took from the moment at which each request was due. Makes machines first,
 * as clones of {@code base}, until there are as many as wanted. See {@code bench/server-load}.
 */
public final class ServerLoad {

    private static final int MAKERS = 8;
    private static final int WARM_SECONDS = 60;
    private static final long SEED = 1187;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String token;
    private final int machines;

    private ServerLoad(URI server, String token, int machines) {
        this.server = server;
        this.token = token;
        this.machines = machines;
    }

    /** {@code URL TOKEN MACHINES RATE SECONDS}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ServerLoad load = new ServerLoad(URI.create(args[0]), args[1], Integer.parseInt(args[2]));
        int rate = Integer.parseInt(args[3]);
        load.make();
        load.run(rate, WARM_SECONDS);
        System.out.println(load.run(rate, Integer.parseInt(args[4])));
    }

    private static String name(int machine) {
        return "m%05d".formatted(machine);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    private void make() throws InterruptedException {
        Semaphore places = new Semaphore(MAKERS);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < machines; i++) {
                String name = name(i);
                places.acquire();
                threads.execute(() -> {
                    try {
                        clone(name);
                    } finally {
                        places.release();
                    }
                });
            }
        }
        System.out.printf(
                "%d machines made in %.1f s%n", machines, (System.nanoTime() - start) / 1e9);
    }

    private void clone(String name) {
        HttpRequest request =
                request("/machines/base/clones")
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"name\":\"%s\"}".formatted(name)))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201 && answer.statusCode() != 409) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A list of 50 from anywhere and in any order, or one machine. */
    private String path(Random random) {
        if (random.nextBoolean()) {
            return "/machines/" + name(random.nextInt(machines));
        }
        String[] sorts = {"name", "-name", "changed", "-changed", "size"};
        String part = random.nextInt(3) == 0 ? "&filter=" + random.nextInt(100) : "";
        return "/machines?limit=50&sort=" + sorts[random.nextInt(sorts.length)] + part;
    }

    private String run(int rate, int seconds) throws InterruptedException {
        int count = rate * seconds;
        AtomicLongArray micros = new AtomicLongArray(count);
        AtomicInteger failed = new AtomicInteger();
        Random random = new Random(SEED);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                long due = start + TimeUnit.SECONDS.toNanos(1) * i / rate;
                for (long wait = due - System.nanoTime(); wait > 0; ) {
                    LockSupport.parkNanos(wait);
                    wait = due - System.nanoTime();
                }
                HttpRequest request = request(path(random)).build();
                int number = i;
                threads.execute(() -> {
                    try {
                        int status =
                                client.send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode();
                        failed.addAndGet(status == 200 ? 0 : 1);
                    } catch (IOException | InterruptedException e) {
                        failed.incrementAndGet();
                    }
                    micros.set(number, (System.nanoTime() - due) / 1000);
                });
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        long[] sorted = new long[count];
        Arrays.setAll(sorted, micros::get);
        Arrays.sort(sorted);
        return "%d requests in %.1f s (%.0f/s), %d failed: median %.1f ms, p99 %.1f ms, longest %.1f ms"
                .formatted(
                        count,
                        took,
                        count / took,
                        failed.get(),
                        sorted[count / 2] / 1e3,
                        sorted[(int) (count * 0.99)] / 1e3,
                        sorted[count - 1] / 1e3);
    }
}
