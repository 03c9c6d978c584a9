package io.colama.inspect.fact;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Optional;

/** Inspections as JSON: one object with the names of the records' components. */
public final class InspectionJson {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private InspectionJson() {}

    /** The text of an inspection, in one line. */
    public static String write(Inspection inspection) {
        return GSON.toJson(inspection);
    }

    /**
     * The inspection of a text that {@link #write} made; empty when it is of another version or is
     * not whole, so that it has to be made anew.
     */
    public static Optional<Inspection> read(String text) {
        try {
            // what a record's own constructor refuses comes as a plain RuntimeException
            Inspection read = GSON.fromJson(text, Inspection.class);
            return Optional.ofNullable(read)
                    .filter(inspection -> inspection.version() == Inspection.VERSION);
        } catch (RuntimeException broken) {
            return Optional.empty();
        }
    }
}
