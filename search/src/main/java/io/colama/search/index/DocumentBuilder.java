package io.colama.search.index;

import io.colama.search.query.Field;
import io.colama.search.query.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/** A document under construction: knows how each kind of value is written. */
final class DocumentBuilder {

    private final Document document = new Document();
    private final Set<String> terms = new HashSet<>();

    /** The name in the index of a field of the system of this number. */
    static String name(Field field, int system) {
        return system + "." + field.label();
    }

    /** The name of a field that all documents with a system of this number have. */
    static String marker(int system) {
        return system + ".";
    }

    Document document() {
        return document;
    }

    /** A term as it is, once. */
    void term(String field, String value) {
        if (!value.isEmpty() && terms.add(field + "\0" + value)) {
            document.add(new StringField(field, value, Store.NO));
        }
    }

    /** A name. */
    void term(Field field, String value) {
        term(field.label(), Words.lower(value));
    }

    void parts(Field field, String value) {
        parts(field.label(), value);
    }

    private void parts(String field, String value) {
        String name = Words.lower(value);
        for (int i = 1; i <= name.length(); i++) {
            if (i == name.length() || "-:".indexOf(name.charAt(i)) >= 0) {
                term(field, name.substring(0, i));
            }
        }
    }

    void number(Field field, long number) {
        document.add(new LongPoint(field.label(), number));
        document.add(new NumericDocValuesField(field.label() + "-value", number));
    }

    void words(String field, List<List<String>> texts) {
        if (texts.stream().anyMatch(text -> !text.isEmpty())) {
            document.add(new TextField(field, new WordStream(texts)));
        }
    }

    void facet(String field, String value) {
        document.add(
                new SortedSetDocValuesField(field + "-facet", new BytesRef(Words.name(value))));
    }

    void sorted(String field, String value) {
        document.add(new SortedDocValuesField(field + "-sorted", new BytesRef(value)));
    }

    /** A value that is shown with a hit. */
    void shown(String field, String value) {
        document.add(new StoredField(field + "-shown", value));
    }

    /** What belongs to one of the systems. */
    SystemFields system(int number) {
        term(marker(number), "1");
        return new SystemFields(number);
    }

    /** Writes facts of one system. */
    final class SystemFields {
        private final int number;

        private SystemFields(int number) {
            this.number = number;
        }

        void term(Field field, String value) {
            DocumentBuilder.this.term(name(field, number), Words.lower(value));
        }

        void term(Field field, VersionTerm value) {
            if (!value.name().isEmpty()) {
                DocumentBuilder.this.term(name(field, number), value.term());
            }
        }

        void parts(Field field, String value) {
            DocumentBuilder.this.parts(name(field, number), value);
        }

        void version(Field field, String value) {
            DocumentBuilder.this.term(name(field, number), Words.name(value));
        }

        void words(Field field, List<String> text) {
            DocumentBuilder.this.words(name(field, number), List.of(text));
        }

        void number(Field field, long value) {
            document.add(new LongPoint(name(field, number), value));
        }
    }
}
