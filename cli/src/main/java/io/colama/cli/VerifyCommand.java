package io.colama.cli;

import io.colama.operations.Failure;
import io.colama.operations.Verify;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code colama verify}. */
@Command(
        name = "verify",
        description = {
            "Read back what is stored and name what is damaged.",
            "Ends with status 5 when something cannot be read, and says which bytes of which disks "
                    + "that concerns. Checking in the same disk again heals them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama verify",
            "  colama verify web            # all revisions of one machine",
            "  colama verify --sample 5%%    # a share, another one every time",
            "  colama verify --rate 100M --resume"
        })
final class VerifyCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..1",
            paramLabel = "MACHINE[@REF]",
            description = "Only this machine, or revision; by default everything.")
    private Optional<String> revision = Optional.empty();

    @Option(
            names = "--sample",
            paramLabel = "SHARE",
            converter = Share.class,
            description = "Decode only a share, such as 5%%.")
    private double fraction = 1;

    @Option(
            names = "--rate",
            paramLabel = "BYTES",
            converter = Rate.class,
            description = "Read at most so much in a second, such as 100M.")
    private long bytesPerSecond = Long.MAX_VALUE;

    @Option(names = "--resume", description = "Go on where the last full run was stopped.")
    private boolean resume;

    VerifyCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Verify.Request request = new Verify.Request(revision, fraction, bytesPerSecond, resume);
        Verify.Result found = session.run(task -> colama.verbs().verify(request, task));
        if (!session.record(found)) {
            print(found, session);
        }
        return found.sound() ? 0 : Failure.DAMAGED.exitStatus();
    }

    private static void print(Verify.Result found, Session session) {
        Style style = session.style();
        for (Verify.Finding finding : found.findings()) {
            session.out()
                    .println(
                            "%s %s: %s"
                                    .formatted(
                                            style.bad(finding.state()),
                                            finding.file(),
                                            Style.harmless(finding.detail())));
        }
        for (Verify.Lost lost : found.lost()) {
            session.out()
                    .println(
                            "%s %s@%s %s: bytes %d to %d (%s), in %s"
                                    .formatted(
                                            style.bad("lost"),
                                            style.name(lost.machine()),
                                            style.id(lost.revision()),
                                            lost.disk(),
                                            lost.offset(),
                                            lost.offset() + lost.length() - 1,
                                            Sizes.of(lost.length()),
                                            lost.file()));
        }
        String looked =
                "%s, %s, %s, %s read"
                        .formatted(
                                Sizes.count(found.revisions(), "revision"),
                                Sizes.count(found.packs(), "pack"),
                                Sizes.count(found.segments(), "segment"),
                                Sizes.of(found.bytes()));
        if (found.sound()) {
            session.done("sound: " + looked);
        } else {
            session.out().println(style.bad("damaged") + ": " + looked);
        }
    }

    /** A share of everything, as it is typed. */
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return Sizes.parseShare(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Bytes in a second, as they are typed. */
    static final class Rate implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Sizes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
