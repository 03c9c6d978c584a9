package io.colama.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Records as JSON, one to a line; loaded only when somebody asks for it. */
final class Json {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /** A record with the names of its components. */
    static String line(Object value) {
        return GSON.toJson(value);
    }
}
