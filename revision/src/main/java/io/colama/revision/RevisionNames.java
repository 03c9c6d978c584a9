package io.colama.revision;

import io.colama.store.Hash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves names of revisions: {@code web} (head), {@code web@v1} (tag), {@code web@3f2c9a} (id
 * prefix), {@code web~2} and {@code web@v1~2} (ancestors by first parent), {@code 3f2c9a…} (id
 * alone, at least six digits).
 *
 * <p>A machine's name goes before an id, a tag before an id prefix. Unknown and ambiguous names are
 * errors that list candidates.
 */
final class RevisionNames {

    private static final Pattern FORM = Pattern.compile("([^@~]+)(?:@([^@~]+))?(?:~(\\d{1,9}))?");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4,64}");
    private static final int MOST_CANDIDATES = 10;
    private static final int MOST_WALKED = 1_000_000;

    private final Repository repository;

    RevisionNames(Repository repository) {
        this.repository = repository;
    }

    Resolved resolve(String text) throws IOException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new RevisionException.Invalid(
                    "\"%s\" is not the name of a revision: expected MACHINE, MACHINE@TAG, MACHINE@ID or MACHINE~N"
                            .formatted(text));
        }
        String name = form.group(1);
        String ref = form.group(2);
        Optional<Machine> machine = repository.find(name);
        Hash id;
        if (machine.isPresent()) {
            id = ref == null ? machine.get().head() : ofMachine(machine.get(), ref);
        } else if (ref == null && HEX.matcher(name).matches()) {
            id = byPrefix(name, text);
        } else {
            throw unknownMachine(name);
        }
        if (form.group(3) != null) {
            id = ancestor(id, Integer.parseInt(form.group(3)), text);
        }
        return new Resolved(machine.map(Machine::name), id, repository.revision(id));
    }

    RevisionException.NotFound unknownMachine(String name) throws IOException {
        List<String> all = repository.machineNames();
        List<String> near =
                all.stream()
                        .filter(other ->
                                distance(other, name) <= Math.max(1, name.length() / 3)
                                        || other.startsWith(name))
                        .limit(MOST_CANDIDATES)
                        .toList();
        if (!near.isEmpty()) {
            return new RevisionException.NotFound(
                    "there is no machine \"%s\"; did you mean".formatted(name), near);
        }
        return new RevisionException.NotFound(
                all.isEmpty()
                        ? "there is no machine \"%s\": the repository is empty, check one in"
                                .formatted(name)
                        : "there is no machine \"%s\": 'colama ls' lists the %d there are"
                                .formatted(name, all.size()));
    }

    private Hash ofMachine(Machine machine, String ref) throws IOException {
        Hash tagged = machine.tags().get(ref);
        if (tagged != null) {
            return tagged;
        }
        if (HEX.matcher(ref).matches()) {
            Set<Hash> matches = history(machine, ref.toLowerCase(Locale.ROOT));
            if (matches.size() == 1) {
                return matches.iterator().next();
            }
            if (matches.size() > 1) {
                throw ambiguous(ref, matches.stream().sorted().toList());
            }
        }
        throw new RevisionException.NotFound(
                "machine \"%s\" has no tag or revision \"%s\"%s"
                        .formatted(
                                machine.name(),
                                ref,
                                machine.tags().isEmpty() ? "" : "; its tags are"),
                machine.tags().keySet().stream().limit(MOST_CANDIDATES).toList());
    }

    /**
     * The revisions of a machine whose ids begin like this: ancestors of its head and of its tags.
     */
    private Set<Hash> history(Machine machine, String prefix) throws IOException {
        Set<Hash> seen = new HashSet<>();
        Set<Hash> matches = new HashSet<>();
        Deque<Hash> open = new ArrayDeque<>(machine.tags().values());
        open.add(machine.head());
        while (!open.isEmpty() && seen.size() < MOST_WALKED) {
            Hash next = open.removeLast();
            if (seen.add(next)) {
                if (next.hex().startsWith(prefix)) {
                    matches.add(next);
                }
                open.addAll(repository.revision(next).parents());
            }
        }
        return matches;
    }

    private Hash byPrefix(String hex, String text) throws IOException {
        if (hex.length() < 6) {
            throw unknownMachine(text);
        }
        List<Hash> found = repository.revisionIds(hex.toLowerCase(Locale.ROOT), MOST_CANDIDATES);
        if (found.isEmpty()) {
            throw new RevisionException.NotFound(
                    "there is no machine and no revision \"%s\"".formatted(text));
        }
        if (found.size() > 1) {
            throw ambiguous(hex, found);
        }
        return found.getFirst();
    }

    private RevisionException.NotFound ambiguous(String prefix, List<Hash> found) {
        return new RevisionException.NotFound(
                "\"%s\" is the beginning of several revisions".formatted(prefix),
                found.stream()
                        .limit(MOST_CANDIDATES)
                        .map(id -> id.hex().substring(0, 16))
                        .toList());
    }

    private Hash ancestor(Hash from, int generations, String text) throws IOException {
        Hash id = from;
        for (int i = 0; i < generations; i++) {
            List<Hash> parents = repository.revision(id).parents();
            if (parents.isEmpty()) {
                throw new RevisionException.NotFound(
                        "\"%s\": %s".formatted(text, before(i, from.abbreviated())));
            }
            id = parents.getFirst();
        }
        return id;
    }

    /** How many revisions there are before one that does not have as many as were asked for. */
    private static String before(int count, String from) {
        return switch (count) {
            case 0 -> from + " is the first revision, there is none before it";
            case 1 -> "only one revision comes before " + from;
            default -> "only %d revisions come before %s".formatted(count, from);
        };
    }

    /** How many letters differ, at least: Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
