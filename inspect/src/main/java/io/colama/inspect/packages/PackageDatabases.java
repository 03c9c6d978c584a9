package io.colama.inspect.packages;

import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All package managers of a Linux system. */
public final class PackageDatabases {

    private PackageDatabases() {}

    /** What each manager that the system has a database of installed. */
    public static List<PackageSet> read(Subject subject) throws IOException {
        List<PackageSet> sets = new ArrayList<>();
        new Dpkg(subject).read().ifPresent(sets::add);
        new Rpm(subject).read().ifPresent(sets::add);
        new Apk(subject).read().ifPresent(sets::add);
        new Pacman(subject).read().ifPresent(sets::add);
        for (PackageSet set : sets) {
            if (set.packages().isEmpty()) {
                subject.problem(
                        "empty-database:" + set.manager(),
                        set.origin().path(),
                        "a database of %s without a package found".formatted(set.manager()));
            }
        }
        return sets;
    }
}
