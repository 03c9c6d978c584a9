package io.colama.server.resource;

import io.colama.operations.Search;
import io.colama.search.index.Completion;
import io.colama.search.index.Facet;
import io.colama.search.index.Hit;
import io.colama.server.access.Permissions;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds machines by what is inside them, among those that the caller sees. */
@RestController
@RequestMapping("/api/v1/search")
final class SearchResource {

    private final MachineCatalogue catalogue;
    private final Permissions permissions;

    SearchResource(MachineCatalogue catalogue, Permissions permissions) {
        this.catalogue = catalogue;
        this.permissions = permissions;
    }

    /**
     * What was found.
     *
     * @param query as it was understood
     * @param total how many revisions fulfil it
     * @param notInspected how many of those that were searched are not inspected
     */
    record View(String query, long total, long notInspected, List<Hit> hits, List<Facet> facets) {}

    /**
     * The newest first.
     *
     * @param q a query
     * @param all whether all revisions are searched, and not the heads only
     */
    @GetMapping
    View search(
            @AuthenticationPrincipal Caller caller,
            @RequestParam String q,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "false") boolean facets,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        Permissions.Seen seen = permissions.seen(caller.account());
        Search.Result found =
                catalogue.search(
                        new Search.Request(
                                q,
                                all,
                                Page.limit(limit),
                                facets,
                                ZoneOffset.UTC,
                                seen.machines()));
        return new View(
                found.query(), found.total(), found.notInspected(), found.hits(), found.facets());
    }

    /**
     * How a query that is being typed can go on. Values are proposed from the machines that the
     * caller sees only when these are all: their words would tell what is in others.
     *
     * @param q what was typed
     * @param at where in it
     */
    @GetMapping("/completions")
    Completion complete(
            @AuthenticationPrincipal Caller caller,
            @RequestParam String q,
            @RequestParam Optional<Integer> at)
            throws IOException {
        Completion all = catalogue.complete(q, at.orElse(q.length()));
        return permissions.seen(caller.account()).machines().isEmpty()
                ? all
                : new Completion(
                        all.from(),
                        all.to(),
                        all.proposals().stream()
                                .filter(proposal -> proposal.count() == 0)
                                .toList());
    }
}
