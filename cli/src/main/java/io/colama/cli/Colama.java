package io.colama.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code colama} itself: it does nothing alone, the verbs are its subcommands. */
@Command(
        name = "colama",
        description = "Version control for virtual machines.",
        mixinStandardHelpOptions = true,
        versionProvider = Colama.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        subcommands = {})
final class Colama implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command; 'colama --help' lists them");
    }

    /** The line that {@code --version} prints: the name and the version that was built. */
    static String version() {
        Properties built = new Properties();
        try (InputStream in = Colama.class.getResourceAsStream("colama.properties")) {
            if (in == null) {
                throw new IllegalStateException("colama.properties is not in the jar");
            }
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "colama " + built.getProperty("version");
    }

    /** The version, as picocli asks for it. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }
}
