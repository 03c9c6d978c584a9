package io.colama.cli.packaging;

import io.colama.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the manual pages, one per command, and the completion of bash and zsh, all from the
 * commands themselves.
 */
public final class Manual {

    private Manual() {}

    /**
     * Writes {@code man/man1/*.1} and {@code completion/} below a directory.
     *
     * @param args the directory, the version
     */
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        CommandLine root = Main.commandLine();
        Path pages = Files.createDirectories(home.resolve("man/man1"));
        writePages(pages, root, args[1]);
        Path completion = Files.createDirectories(home.resolve("completion"));
        String script = AutoComplete.bash("colama", root);
        Files.writeString(completion.resolve("colama.bash"), script);
        // zsh runs the same script through its emulation of bash's completion
        Files.writeString(
                completion.resolve("_colama"),
                "#compdef colama\nautoload -Uz bashcompinit && bashcompinit\n" + script);
    }

    private static void writePages(Path directory, CommandLine command, String version)
            throws IOException {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        ManPage page = new ManPage(command.getCommandSpec(), version);
        Files.writeString(directory.resolve(page.name() + ".1"), page.roff());
        for (CommandLine sub : command.getSubcommands().values()) {
            writePages(directory, sub, version);
        }
    }
}
