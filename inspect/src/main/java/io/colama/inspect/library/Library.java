package io.colama.inspect.library;

import io.colama.inspect.fact.SystemFacts.PackageFacts;

/**
 * A library.
 *
 * @param manager {@code pypi}, {@code npm}, {@code gem} or {@code maven}
 * @param name its name; for Maven the group, a colon and the artifact
 * @param version as it says
 * @param licence as it says; empty where it does not
 */
record Library(String manager, String name, String version, String licence) {

    private static final int MOST_CHARACTERS = 1_000;

    /** Cuts off what nobody would call a name. */
    Library {
        name = cut(name);
        version = cut(version);
        licence = cut(licence);
    }

    private static String cut(String text) {
        String one = text.lines().findFirst().orElse("").strip();
        return one.length() > MOST_CHARACTERS ? one.substring(0, MOST_CHARACTERS) : one;
    }

    /** As a package whose summary is the place that it was found at. */
    PackageFacts at(String place) {
        return new PackageFacts(
                name, version, "", "", "", licence, "", 0, "installed", false, "", place);
    }
}
