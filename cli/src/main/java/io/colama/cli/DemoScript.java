package io.colama.cli;

import io.colama.operations.Failure;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The steps of the demonstration; it ends at the first that fails. */
final class DemoScript {

    /** The first sample. */
    static final String FIRST = "debian-1.qcow2";

    private static final String SECOND = "debian-2.qcow2";
    private static final int PATIENCE_SECONDS = 60;

    private final Session session;
    private final PrintWriter out;
    private final Style style;
    private final Path home;
    private final String program;
    private final String repository;
    private int status;

    DemoScript(Session session, Path home, String program) {
        this.session = session;
        this.out = session.out();
        this.style = session.style();
        this.home = home;
        this.program = program;
        this.repository = home.resolve("repository").toString();
    }

    /** Runs all steps, and the server at the end if it is wanted. Answers the exit status. */
    int run(Path samples, boolean serve) throws IOException {
        String first = samples.resolve(FIRST).toString();
        String second = samples.resolve(SECOND).toString();
        String copy = home.resolve("web-test").toString();
        String disk = home.resolve("web-test").resolve("disk0.raw").toString();
        out.println("The demonstration is in " + home);

        title("A repository, and a small Debian in qcow2 as the first revision of machine web");
        colama("init");
        colama("checkin", "web", first, "-m", "Debian, as installed", "--tag", "v1");

        title("The same machine with a package more: only what is new is stored");
        colama("checkin", "web", second, "--allow-backing", "-m", "lsb-release", "--tag", "v2");

        title("A clone of the first revision: a machine of its own that costs nothing");
        colama("clone", "web@v1", "web-test");
        colama("log", "--graph");

        title("The clone as a working copy, raw; read again, every block is what was checked in");
        colama("checkout", "web-test", copy);
        colama("status", copy);
        foreign("qemu-img", "compare", "-f", "qcow2", "-F", "raw", first, disk);
        foreign("fsverity", "digest", disk);
        colama("show", "web-test");

        title("What it takes, and whether all of it can be read back");
        colama("stats");
        colama("verify");
        if (status == 0) {
            next(copy, disk);
        }
        if (status == 0 && serve) {
            serve();
        }
        return status;
    }

    private void serve() throws IOException {
        Optional<DemoServer> server = DemoServer.installed();
        if (server.isEmpty()) {
            return; // a program without its installation has no server
        }
        title("The same machines as a service: open the address with a browser");
        out.println(
                "Log in, search pkg:lsb-release, compare v1 and v2 of web, download one as VMDK.");
        shell(words("serve"));
        out.flush();
        status = server.get().run(repository, session.interruption());
    }

    private void next(String copy, String disk) {
        title("What to try next");
        out.println("Boot the working copy; root has no password, 'poweroff -f' leaves:");
        shell(
                "qemu-system-x86_64",
                "-m",
                "256",
                "-nographic",
                "-no-reboot",
                "-drive",
                "file=" + disk.replace(",", ",,") + ",format=raw,if=virtio");
        out.println("See what that changed, keep it as a revision, look at the history:");
        shell(words("status", copy));
        shell(words("checkin", copy, "-m", "booted once"));
        shell(words("log", "--graph"));
        out.println("Write the second revision as a compressed qcow2:");
        shell(words("checkout", "web@v2", "-o", home.resolve("v2.qcow2").toString(), "--compress"));
        out.println("Check in a machine of your own, and read about the rest:");
        shell(words("checkin", "mine"), " YOUR-DISK.qcow2 -m \"first\"");
        shell(new String[] {program, "--help"}, "");
        out.println("Remove the demonstration:");
        shell("rm", "-r", home.toString());
    }

    private void title(String text) {
        if (status == 0) {
            out.println();
            out.println(style.strong(text));
        }
    }

    private void shell(String... words) {
        shell(words, "");
    }

    private void shell(String[] words, String more) {
        out.println("  $ " + style.faint(DemoCommand.quoted(words) + more));
    }

    private String[] words(String... arguments) {
        List<String> words = new ArrayList<>(List.of(program, "--repo", repository));
        words.addAll(Arrays.asList(arguments));
        return words.toArray(String[]::new);
    }

    private void colama(String... arguments) {
        if (status != 0) {
            return;
        }
        String[] words = words(arguments);
        shell(words);
        status =
                Main.run(
                        out,
                        session.bytes(),
                        session.err(),
                        session.terminal(),
                        session.interruption(),
                        Arrays.copyOfRange(words, 1, words.length));
    }

    /** Runs a foreign tool where it is installed. */
    private void foreign(String... words) throws IOException {
        if (status != 0 || !isInstalled(words[0])) {
            return;
        }
        shell(words);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        said.lines().forEach(out::println);
        try {
            boolean done = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!done || (process.exitValue() != 0 && words[0].equals("qemu-img"))) {
                status = Failure.DAMAGED.exitStatus();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            status = Failure.INTERRUPTED.exitStatus();
        }
    }

    private static boolean isInstalled(String tool) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
