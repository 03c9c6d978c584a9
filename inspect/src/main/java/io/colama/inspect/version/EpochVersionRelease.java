package io.colama.inspect.version;

/** The form {@code [epoch:]version[-release]}, which rpm and pacman share. */
final class EpochVersionRelease {

    private EpochVersionRelease() {}

    /** How one ecosystem sorts a version or a release. */
    @FunctionalInterface
    interface Part {
        void write(VersionText part, KeyBytes key);
    }

    /** A missing epoch is zero, a missing release before all others. */
    static void write(VersionText version, KeyBytes key, Part part) {
        key.number(version.takeEpoch());
        part.write(version.takeBeforeLastHyphen(), key);
        if (version.atEnd()) {
            key.rank(0);
        } else {
            version.next();
            key.rank(1);
            part.write(version, key);
        }
    }
}
