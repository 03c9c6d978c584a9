package io.colama.inspect.windows;

import io.colama.inspect.data.DataFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A release of Windows: a line of {@code releases.tsv}.
 *
 * @param nt the version of NT, {@code 5.2}
 * @param build the build, or the first of several
 * @param orLater whether later builds are meant, too
 * @param kind {@code client}, {@code server} or {@code -}
 * @param word in the product's name, or {@code -}
 * @param id such as {@code windows-2003}
 * @param name for people
 * @param release such as {@code 22H2}; empty for those that have none
 */
record Release(
        String nt,
        long build,
        boolean orLater,
        String kind,
        String word,
        String id,
        String name,
        String release) {

    private static final int FIELDS = 6;
    private static final List<Release> ALL =
            DataFile.lines(Release.class, "releases.tsv").stream().map(Release::parse).toList();

    private static Release parse(String line) {
        String[] fields = line.split("\t", -1);
        boolean orLater = fields[1].endsWith("+");
        return new Release(
                fields[0],
                Long.parseLong(fields[1].replace("+", "")),
                orLater,
                fields[2],
                fields[3],
                fields[4],
                fields[5],
                fields.length > FIELDS ? fields[6] : "");
    }

    /**
     * The release of a system; empty for a version of NT that is not in the table.
     *
     * @param build 0 where it is not known
     * @param kind {@code client} or {@code server}
     * @param declared the product's name
     */
    static Optional<Release> of(String nt, long build, String kind, String declared) {
        String lower = declared.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(release -> release.nt.equals(nt))
                .filter(release ->
                        release.orLater ? build >= release.build : build == release.build)
                .filter(release -> release.kind.equals("-") || release.kind.equals(kind))
                .filter(release ->
                        release.word.equals("-")
                                || lower.contains(release.word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
