package io.colama.inspect.windows;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.hive.HiveKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place in a hive, whether or not a key is there: a key that is absent has no values and no
 * subkeys.
 *
 * @param hive where its file is
 * @param path below the hive's root
 * @param key empty where there is none
 */
record RegistryKey(Origin hive, String path, Optional<HiveKey> key) {

    static final RegistryKey NONE = new RegistryKey(Origin.NONE, "", Optional.empty());

    boolean exists() {
        return key.isPresent();
    }

    String name() {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    /** Where facts from here come from: the hive's file, and behind it the key. */
    Origin origin() {
        return new Origin(
                hive.volume(),
                path.isEmpty() ? hive.path() : hive.path() + "\\" + path,
                hive.condition());
    }

    RegistryKey at(String more) throws IOException {
        String below = path.isEmpty() ? more : path + "\\" + more;
        return new RegistryKey(
                hive, below, key.isPresent() ? key.get().at(more) : Optional.<HiveKey>empty());
    }

    List<RegistryKey> children() throws IOException {
        List<RegistryKey> children = new ArrayList<>();
        if (key.isPresent()) {
            for (HiveKey child : key.get().children()) {
                String below = path.isEmpty() ? child.name() : path + "\\" + child.name();
                children.add(new RegistryKey(hive, below, Optional.of(child)));
            }
        }
        return children;
    }

    String text(String value) throws IOException {
        return key.isPresent() ? key.get().text(value).strip() : "";
    }

    List<String> texts(String value) throws IOException {
        return key.isPresent() ? key.get().texts(value) : List.of();
    }

    OptionalLong number(String value) throws IOException {
        return key.isPresent() ? key.get().number(value) : OptionalLong.empty();
    }

    byte[] bytes(String value) throws IOException {
        return key.isPresent() ? key.get().bytes(value) : new byte[0];
    }

    /** The first of some values that has a text. */
    String firstText(String... values) throws IOException {
        for (String value : values) {
            String text = text(value);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
