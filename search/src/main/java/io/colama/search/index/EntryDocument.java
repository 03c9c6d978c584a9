package io.colama.search.index;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.version.VersionOrder;
import io.colama.search.query.Field;
import io.colama.search.query.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What of an entry is put into the index, and under which names. */
public final class EntryDocument {

    /** Systems of one machine that are searched. */
    public static final int MOST_SYSTEMS = 16;

    /** Facts of one kind in one system that are searched. */
    public static final int MOST_FACTS = 100_000;

    private static final int MOST_TEXT = 64 << 10;
    private static final int MOST_TEXTS = 20_000;

    private final Entry entry;
    private final DocumentBuilder out = new DocumentBuilder();
    private final List<List<String>> text = new ArrayList<>();

    private EntryDocument(Entry entry) {
        this.entry = entry;
    }

    static DocumentBuilder of(Entry entry) {
        EntryDocument document = new EntryDocument(entry);
        document.around();
        document.hardware();
        List<SystemFacts> systems = entry.inspection().map(Inspection::systems).orElse(List.of());
        for (int i = 0; i < Math.min(systems.size(), MOST_SYSTEMS); i++) {
            document.system(i, systems.get(i));
        }
        entry.inspection().ifPresent(document::volumes);
        document.out.words("text", document.text);
        document.shown(systems);
        return document.out;
    }

    /** The key of an entry. */
    static String key(String machine, String revision) {
        return machine + "\0" + revision;
    }

    private void around() {
        out.term("key", key(entry.machine(), entry.revision()));
        out.term("kind", "revision");
        out.term("machine-key", entry.machine());
        out.term(Field.MACHINE, entry.machine());
        out.term(Field.ID, entry.revision());
        out.term(Field.HEAD, Boolean.toString(entry.head()));
        out.term(Field.OWNER, entry.owner());
        out.term(Field.AUTHOR, entry.author());
        out.term(Field.FROM, entry.clonedFrom());
        out.term(Field.INSPECTED, Boolean.toString(entry.inspection().isPresent()));
        entry.tags().forEach(tag -> out.term(Field.TAG, tag));
        out.number(Field.TIME, entry.time().toEpochMilli());
        out.number(Field.DISKS, entry.disks());
        out.number(Field.SIZE, entry.bytes());
        List<List<String>> notes =
                entry.notes().stream().limit(MOST_TEXTS).map(EntryDocument::words).toList();
        List<List<String>> message = List.of(words(entry.message()));
        out.words(Field.NOTE.label(), notes);
        out.words(Field.MESSAGE.label(), message);
        notes.forEach(this::text);
        message.forEach(this::text);
        text(words(entry.machine()));
        entry.tags().forEach(tag -> text(words(tag)));
    }

    private void text(List<String> words) {
        if (text.size() < MOST_TEXTS) {
            text.add(words);
        }
    }

    private static List<String> words(String value) {
        return Words.of(value.substring(0, Math.min(value.length(), MOST_TEXT)));
    }

    private void hardware() {
        if (entry.hardware().isEmpty()) {
            return;
        }
        Entry.Hardware hardware = entry.hardware().get();
        text(words(hardware.name()));
        text(words(hardware.description()));
        out.number(Field.CPUS, hardware.processors());
        out.number(Field.MEMORY, hardware.memoryBytes());
        out.term(Field.FIRMWARE, hardware.firmware());
        if (entry.inspection().map(Inspection::systems).orElse(List.of()).isEmpty()) {
            DocumentBuilder.SystemFields declared = out.system(0);
            declared.term(Field.ARCH, Architectures.plain(hardware.architecture()));
        }
    }

    private void system(int number, SystemFacts facts) {
        DocumentBuilder.SystemFields to = out.system(number);
        os(facts, to);
        to.term(Field.HOST, facts.host().name());
        to.term(Field.DOMAIN, facts.host().domain());
        time(facts.host().lastUsed()).ifPresent(time -> to.number(Field.LAST_USED, time));
        time(facts.host().installed()).ifPresent(time -> to.number(Field.INSTALLED, time));
        text(words(facts.host().name()));
        for (SystemFacts.PackageSet set : some(facts.packages())) {
            VersionOrder order = VersionOrder.of(set.manager());
            for (SystemFacts.PackageFacts each : some(set.packages())) {
                to.term(Field.PKG, VersionTerm.of(each.name(), order, each.version()));
            }
        }
        for (SystemFacts.Application each : some(facts.applications())) {
            to.term(Field.APP, VersionTerm.of(each.id(), VersionOrder.DOTTED, each.version()));
            to.term(Field.APP, VersionTerm.of(each.name(), VersionOrder.DOTTED, each.version()));
            text(words(each.name()));
        }
        each(to, Field.SERVICE, facts.services(), SystemFacts.ServiceFacts::name);
        each(to, Field.USER, facts.accounts(), SystemFacts.Account::name);
        each(to, Field.KERNEL, facts.kernels(), SystemFacts.Kernel::version);
        each(to, Field.FINDING, facts.findings(), SystemFacts.Finding::kind);
        each(to, Field.FINDING, facts.findings(), SystemFacts.Finding::name);
        for (SystemFacts.Interface each : some(facts.network().interfaces())) {
            to.term(Field.MAC, each.mac());
            each(to, Field.IP, each.addresses(), address -> address.replaceFirst("/.*", ""));
        }
        each(facts.problems());
    }

    private void os(SystemFacts facts, DocumentBuilder.SystemFields to) {
        SystemFacts.OsFacts os = facts.os();
        to.parts(Field.OS, os.id());
        to.term(Field.LIKE, os.id());
        os.like().forEach(like -> to.term(Field.LIKE, like));
        to.term(Field.FAMILY, facts.family());
        to.version(Field.VERSION, os.version());
        to.term(Field.CODENAME, os.codename());
        to.words(Field.EDITION, words(os.edition()));
        to.version(Field.SP, os.servicePack());
        to.version(Field.BUILD, os.build());
        to.term(Field.ROLE, os.role());
        to.term(Field.ARCH, Architectures.plain(os.architecture()));
        text(words(os.name()));
        out.facet("os", os.id());
        if (!os.version().isEmpty()) {
            out.facet("version", os.id() + " " + os.version());
        }
    }

    private static <T> void each(
            DocumentBuilder.SystemFields to,
            Field field,
            List<T> facts,
            Function<T, String> value) {
        for (T fact : some(facts)) {
            if (field == Field.KERNEL) {
                to.version(field, value.apply(fact));
            } else {
                to.term(field, value.apply(fact));
            }
        }
    }

    private void each(List<Problem> problems) {
        some(problems).forEach(problem -> out.parts(Field.PROBLEM, problem.code()));
    }

    private static <T> List<T> some(List<T> facts) {
        return facts.size() <= MOST_FACTS ? facts : facts.subList(0, MOST_FACTS);
    }

    private void volumes(Inspection inspection) {
        for (Inspection.VolumeFacts volume : some(inspection.volumes())) {
            out.term(Field.FS, volume.kind());
            out.parts(Field.PROBLEM, volume.reason());
        }
        each(inspection.problems());
    }

    private void shown(List<SystemFacts> systems) {
        out.sorted("owner", Words.name(entry.owner()));
        out.sorted("machine-name", entry.machine());
        out.shown("machine", entry.machine());
        out.shown("revision", entry.revision());
        out.shown("head", Boolean.toString(entry.head()));
        out.shown("inspected", Boolean.toString(entry.inspection().isPresent()));
        out.shown("owner", entry.owner());
        out.shown("author", entry.author());
        out.shown("time", entry.time().toString());
        out.shown("title", Words.name(entry.message().lines().findFirst().orElse("")));
        out.shown("stamp", entry.stamp());
        entry.tags().forEach(tag -> out.shown("tag", tag));
        for (SystemFacts system : systems.subList(0, Math.min(systems.size(), MOST_SYSTEMS))) {
            out.shown("system", Words.name(system.os().name()));
            if (!system.host().name().isEmpty()) {
                out.shown("host", Words.name(system.host().name()));
            }
        }
    }

    /** A moment as inspections write it, in milliseconds; a day is its beginning in UTC. */
    static OptionalLong time(String iso) {
        return moment(iso)
                .map(time -> OptionalLong.of(time.toEpochMilli()))
                .orElse(OptionalLong.empty());
    }

    private static Optional<Instant> moment(String iso) {
        try {
            return iso.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            iso.length() == 10
                                    ? LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant()
                                    : Instant.parse(iso));
        } catch (DateTimeException | ArithmeticException notATime) {
            return Optional.empty();
        }
    }
}
