package io.colama.inspect.sbom;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Writes CycloneDX 1.6 as JSON. */
public final class CycloneDx {

    private static final String ROOT = "revision";

    private final JsonArray components = new JsonArray();
    private final JsonArray dependencies = new JsonArray();

    private CycloneDx() {}

    /** The bill of materials of an inspection. */
    public static String write(Described described, Inspection inspection) {
        CycloneDx bill = new CycloneDx();
        int number = 0;
        for (SystemFacts system : inspection.systems()) {
            bill.system(system, "system-" + number++);
        }
        JsonObject root = new JsonObject();
        root.addProperty("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        root.addProperty("bomFormat", "CycloneDX");
        root.addProperty("specVersion", "1.6");
        UUID serial = UUID.nameUUIDFromBytes(described.revision().getBytes(StandardCharsets.UTF_8));
        root.addProperty("serialNumber", "urn:uuid:" + serial);
        root.addProperty("version", 1);
        root.add("metadata", metadata(described));
        root.add("components", bill.components);
        JsonObject all = new JsonObject();
        all.addProperty("ref", ROOT);
        all.add("dependsOn", bill.dependencies);
        JsonArray tree = new JsonArray();
        tree.add(all);
        root.add("dependencies", tree);
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(root);
    }

    private static JsonObject metadata(Described described) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty(
                "timestamp", described.time().truncatedTo(ChronoUnit.SECONDS).toString());
        JsonObject phase = new JsonObject();
        phase.addProperty("phase", "discovery");
        metadata.add("lifecycles", array(phase));
        JsonObject tool = component("application", "", "colama", described.toolVersion());
        JsonObject tools = new JsonObject();
        tools.add("components", array(tool));
        metadata.add("tools", tools);
        metadata.add(
                "component",
                component("platform", ROOT, described.machine(), described.revision()));
        return metadata;
    }

    private static JsonArray array(JsonObject element) {
        JsonArray array = new JsonArray();
        array.add(element);
        return array;
    }

    private static JsonObject component(String type, String ref, String name, String version) {
        JsonObject component = new JsonObject();
        component.addProperty("type", type);
        if (!ref.isEmpty()) {
            component.addProperty("bom-ref", ref);
        }
        component.addProperty("name", name.isEmpty() ? "unknown" : name);
        if (!version.isEmpty()) {
            component.addProperty("version", version);
        }
        return component;
    }

    private void add(JsonObject component, String ref) {
        components.add(component);
        dependencies.add(ref);
    }

    private void system(SystemFacts system, String ref) {
        JsonObject os = component("operating-system", ref, system.os().id(), system.os().version());
        if (!system.os().name().isEmpty()) {
            os.addProperty("description", system.os().name());
        }
        Cpes.of(system.os()).ifPresent(cpe -> os.addProperty("cpe", cpe));
        add(os, ref);
        int number = 0;
        for (PackageSet set : system.packages()) {
            for (PackageFacts each : set.packages()) {
                if (each.state().equals("installed")) {
                    add(
                            library(system, set, each, ref + "-package-" + number),
                            ref + "-package-" + number);
                    number++;
                }
            }
        }
        for (Application each : system.applications()) {
            String name = ref + "-application-" + number++;
            JsonObject application = component("application", name, each.name(), each.version());
            if (!each.vendor().isEmpty()) {
                application.addProperty("publisher", each.vendor());
            }
            Cpes.of(each).ifPresent(cpe -> application.addProperty("cpe", cpe));
            PackageUrls.of(each).ifPresent(url -> application.addProperty("purl", url));
            add(application, name);
        }
    }

    private static JsonObject library(
            SystemFacts system, PackageSet set, PackageFacts each, String ref) {
        String type = set.manager().equals("hotfix") ? "application" : "library";
        JsonObject library = component(type, ref, each.name(), each.version());
        if (!each.vendor().isEmpty()) {
            library.addProperty("publisher", each.vendor());
        }
        if (!each.summary().isEmpty()) {
            library.addProperty("description", each.summary());
        }
        if (!each.licence().isEmpty()) {
            JsonObject name = new JsonObject();
            name.addProperty("name", each.licence());
            JsonObject license = new JsonObject();
            license.add("license", name);
            library.add("licenses", array(license));
        }
        PackageUrls.of(system.os(), set, each).ifPresent(url -> library.addProperty("purl", url));
        return library;
    }
}
