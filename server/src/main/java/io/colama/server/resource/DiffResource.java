package io.colama.server.resource;

import io.colama.operations.Diff;
import io.colama.operations.Environment;
import io.colama.operations.OperationException;
import io.colama.operations.Task;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.resource.RevisionNaming.Named;
import io.colama.server.web.Caller;
import io.colama.server.web.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What differs between two revisions, of one machine or of two. */
@RestController
@RequestMapping("/api/v1")
final class DiffResource {

    /** Differences that are found without looking through all files or blocks. */
    private static final Set<Diff.Part> QUICK =
            EnumSet.complementOf(EnumSet.of(Diff.Part.CONFIG, Diff.Part.FILES, Diff.Part.BLOCKS));

    private final Environment environment;
    private final Permissions permissions;

    DiffResource(Environment environment, Permissions permissions) {
        this.environment = environment;
        this.permissions = permissions;
    }

    /**
     * What differs, for whoever sees both machines.
     *
     * @param from a revision with its machine: {@code web}, {@code web@v1} or {@code web~2}
     * @param to another
     * @param parts {@code hardware}, {@code system}, {@code packages}, …; by default those that are
     *     found quickly
     */
    @GetMapping("/diff")
    Diff.Result between(
            @AuthenticationPrincipal Caller caller,
            @RequestParam String from,
            @RequestParam String to,
            @RequestParam Optional<List<String>> parts)
            throws IOException {
        return compare(caller, Named.parse(from), Named.parse(to), parts);
    }

    /**
     * The same for revisions of one machine.
     *
     * @param from a revision without its machine
     */
    @GetMapping("/machines/{machine}/diff")
    Diff.Result diff(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @RequestParam String from,
            @RequestParam(defaultValue = RevisionNaming.HEAD) String to,
            @RequestParam Optional<List<String>> parts)
            throws IOException {
        return compare(caller, new Named(machine, from), new Named(machine, to), parts);
    }

    private Diff.Result compare(Caller caller, Named from, Named to, Optional<List<String>> parts)
            throws IOException {
        for (Named each : List.of(from, to)) {
            permissions.require(caller.account(), each.machine(), Role.VIEWER);
        }
        String before = RevisionNaming.of(from.machine(), from.revision());
        String after = RevisionNaming.of(to.machine(), to.revision());
        Set<Diff.Part> wanted = EnumSet.noneOf(Diff.Part.class);
        for (String word : parts.orElse(List.of())) {
            wanted.add(part(word));
        }
        return new Diff(environment.forOther(caller.account().name()))
                .run(
                        new Diff.Request(before, after, wanted.isEmpty() ? QUICK : wanted),
                        Task.SILENT);
    }

    private static Diff.Part part(String word) throws OperationException {
        Diff.Part[] all = Diff.Part.values();
        return Words.parse(
                all,
                part -> part.name().toLowerCase(Locale.ROOT),
                word,
                "\"%s\" is no part of a difference; there are %s"
                        .formatted(word, Arrays.toString(all).toLowerCase(Locale.ROOT)));
    }
}
