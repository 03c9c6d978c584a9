package io.colama.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The commands by name, in the order of the help.
 *
 * <p>Describing a command to the parser costs milliseconds of every start, so only the one that a
 * command line names is made, and all of them only for help, manual and completion.
 */
final class Commands {

    private static final Map<String, Function<Colama, Object>> ALL = new LinkedHashMap<>();

    /** Options before the command that take the next word as their value. */
    private static final Set<String> WITH_VALUE = Set.of("--repo", "--server");

    static {
        ALL.put("init", InitCommand::new);
        ALL.put("checkin", CheckInCommand::new);
        ALL.put("checkout", CheckOutCommand::new);
        ALL.put("status", StatusCommand::new);
        ALL.put("clone", CloneCommand::new);
        ALL.put("tag", TagCommand::new);
        ALL.put("note", NoteCommand::new);
        ALL.put("log", LogCommand::new);
        ALL.put("show", ShowCommand::new);
        ALL.put("ls", LsCommand::new);
        ALL.put("inspect", InspectCommand::new);
        ALL.put("search", SearchCommand::new);
        ALL.put("diff", DiffCommand::new);
        ALL.put("files", FilesCommand::new);
        ALL.put("cat", CatCommand::new);
        ALL.put("cp", CpCommand::new);
        ALL.put("archive", ArchiveCommand::new);
        ALL.put("nbd", NbdCommand::new);
        ALL.put("serve", ServeCommand::new);
        ALL.put("admin", AdminCommand::of);
        ALL.put("login", LoginCommand::new);
        ALL.put("logout", LogoutCommand::new);
        ALL.put("run", RunCommand::new);
        ALL.put("session", SessionCommand::of);
        ALL.put("stats", StatsCommand::new);
        ALL.put("verify", VerifyCommand::new);
        ALL.put("info", InfoCommand::new);
        ALL.put("convert", ConvertCommand::new);
        ALL.put("demo", DemoCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("help", _ -> new HelpCommand());
    }

    private Commands() {}

    /** The command that a command line names, if it names one of ours. */
    static Optional<String> named(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("-")) {
                return Optional.of(args[i])
                        .filter(name -> ALL.containsKey(name) && !name.equals("help"));
            }
            if (WITH_VALUE.contains(args[i])) {
                i++;
            }
        }
        return Optional.empty();
    }

    /** Adds one command, or all. */
    static void addTo(CommandLine line, Colama root, Optional<String> name) {
        ALL.forEach((each, make) -> {
            if (name.isEmpty() || name.get().equals(each)) {
                line.addSubcommand(each, make.apply(root));
            }
        });
    }
}
