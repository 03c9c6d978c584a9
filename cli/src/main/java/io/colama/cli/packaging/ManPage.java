package io.colama.cli.packaging;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of one command, in roff with the man macros.
 *
 * <p>Everything comes from the command's own declaration, so help and manual cannot differ. Source:
 * man(7), groff_man(7).
 */
final class ManPage {

    private final CommandSpec command;
    private final String version;
    private final StringBuilder roff = new StringBuilder();

    ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** The page's name: the command's words joined by hyphens. */
    String name() {
        return command.qualifiedName("-");
    }

    /** The page. */
    String roff() {
        roff.setLength(0);
        UsageMessageSpec usage = command.usageMessage();
        macro("TH", name().toUpperCase(Locale.ROOT), "1", "", "Colama " + version, "Colama Manual");
        macro("SH", "NAME");
        text(name() + " \\- " + escape(firstLine(usage.description())));
        macro("SH", "SYNOPSIS");
        text(escape(synopsis()));
        if (usage.description().length > 1) {
            macro("SH", "DESCRIPTION");
            paragraphs(usage.description());
        }
        positionals();
        options();
        subcommands();
        keyed("EXIT STATUS", usage.exitCodeList());
        if (usage.footer().length > 0) {
            macro("SH", "EXAMPLES");
            macro("nf");
            paragraphs(usage.footer());
            macro("fi");
        }
        related();
        return roff.toString();
    }

    private void positionals() {
        List<PositionalParamSpec> shown =
                command.positionalParameters().stream()
                        .filter(parameter -> !parameter.hidden())
                        .toList();
        if (!shown.isEmpty()) {
            macro("SH", "ARGUMENTS");
            shown.forEach(parameter ->
                    argument("\\fI" + escape(parameter.paramLabel()) + "\\fR", parameter));
        }
    }

    private void options() {
        List<OptionSpec> shown =
                command.options().stream().filter(option -> !option.hidden()).toList();
        if (!shown.isEmpty()) {
            macro("SH", "OPTIONS");
            shown.forEach(option -> argument(term(option), option));
        }
    }

    private static String term(OptionSpec option) {
        String names = "\\fB" + escape(String.join(", ", option.names())) + "\\fR";
        return option.arity().max() == 0
                ? names
                : names + " \\fI" + escape(option.paramLabel()) + "\\fR";
    }

    private void argument(String term, ArgSpec argument) {
        macro("TP");
        text(term);
        paragraphs(argument.description());
    }

    private void subcommands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        macro("SH", "COMMANDS");
        command.subcommands()
                .forEach((name, sub) -> {
                    UsageMessageSpec usage = sub.getCommandSpec().usageMessage();
                    if (!usage.hidden()) {
                        macro("TP");
                        text("\\fB" + escape(name) + "\\fR");
                        text(escape(firstLine(usage.description())));
                    }
                });
    }

    private void keyed(String heading, Map<String, String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        macro("SH", heading);
        entries.forEach((key, meaning) -> {
            macro("TP");
            text("\\fB" + escape(key.strip()) + "\\fR");
            text(escape(meaning));
        });
    }

    private void related() {
        CommandSpec parent = command.parent();
        if (parent != null) {
            macro("SH", "SEE ALSO");
            text("\\fB" + escape(parent.qualifiedName("-")) + "\\fR(1)");
        }
    }

    private String synopsis() {
        Help help = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF));
        return help.synopsis(0).strip().replaceAll("\\s+", " ");
    }

    private void paragraphs(String... lines) {
        for (String line : lines) {
            text(escape(plain(line)));
        }
    }

    private void macro(String name, String... arguments) {
        roff.append('.').append(name);
        for (String argument : arguments) {
            roff.append(" \"").append(escape(argument).replace("\"", "\\(dq")).append('"');
        }
        roff.append('\n');
    }

    /** A line of text that is roff already. */
    private void text(String line) {
        roff.append(line).append('\n');
    }

    private static String firstLine(String... description) {
        return description.length == 0 ? "" : plain(description[0]).replaceAll("\\.$", "");
    }

    /**
     * A line of a description without picocli's markup: {@code @|bold x|@} is x, {@code %%} a
     * percent sign.
     */
    private static String plain(String line) {
        return Help.Ansi.OFF.string(line).replace("%n", "\n").replace("%%", "%").stripTrailing();
    }

    /**
     * A text that roff prints as it is: no escapes, no hyphens that break, no line that starts a
     * request.
     */
    static String escape(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.lines()
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .reduce((above, below) -> above + "\n" + below)
                .orElse("");
    }
}
