package io.colama.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code colama completion}. */
@Command(
        name = "completion",
        description = "Print the completion of commands and options for bash.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(colama completion)                    # this shell",
            "  echo 'source <(colama completion)' >>~/.bashrc # every shell",
            "  autoload -U bashcompinit && bashcompinit       # in zsh, before the first"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Colama colama;

    CompletionCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() {
        colama.anywhere().out().print(AutoComplete.bash("colama", Main.commandLine()));
        return 0;
    }
}
