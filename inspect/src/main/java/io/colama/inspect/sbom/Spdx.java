package io.colama.inspect.sbom;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes SPDX 2.3 as JSON. */
public final class Spdx {

    private static final String NONE = "NOASSERTION";
    private static final String ROOT = "SPDXRef-Revision";

    private final JsonArray packages = new JsonArray();
    private final JsonArray relations = new JsonArray();
    private final JsonArray licences = new JsonArray();
    private int number;

    private Spdx() {}

    /** The bill of materials of an inspection. */
    public static String write(Described described, Inspection inspection) {
        Spdx bill = new Spdx();
        JsonObject root = new JsonObject();
        root.addProperty("spdxVersion", "SPDX-2.3");
        root.addProperty("dataLicense", "CC0-1.0");
        root.addProperty("SPDXID", "SPDXRef-DOCUMENT");
        root.addProperty("name", described.machine() + "@" + described.revision());
        root.addProperty("documentNamespace", "urn:colama:revision:" + described.revision());
        JsonObject creation = new JsonObject();
        creation.addProperty(
                "created", described.time().truncatedTo(ChronoUnit.SECONDS).toString());
        JsonArray creators = new JsonArray();
        creators.add("Tool: colama-" + described.toolVersion());
        creation.add("creators", creators);
        root.add("creationInfo", creation);
        bill.packages.add(bill.plain(ROOT, described.machine(), described.revision()));
        bill.relate("SPDXRef-DOCUMENT", "DESCRIBES", ROOT);
        for (SystemFacts system : inspection.systems()) {
            bill.system(system);
        }
        root.add("packages", bill.packages);
        root.add("relationships", bill.relations);
        if (!bill.licences.isEmpty()) {
            root.add("hasExtractedLicensingInfos", bill.licences);
        }
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(root);
    }

    private JsonObject plain(String id, String name, String version) {
        JsonObject each = new JsonObject();
        each.addProperty("SPDXID", id);
        each.addProperty("name", name.isEmpty() ? "unknown" : name);
        if (!version.isEmpty()) {
            each.addProperty("versionInfo", version);
        }
        each.addProperty("downloadLocation", NONE);
        each.addProperty("filesAnalyzed", false);
        each.addProperty("licenseConcluded", NONE);
        each.addProperty("copyrightText", NONE);
        return each;
    }

    private void relate(String from, String how, String to) {
        JsonObject relation = new JsonObject();
        relation.addProperty("spdxElementId", from);
        relation.addProperty("relationshipType", how);
        relation.addProperty("relatedSpdxElement", to);
        relations.add(relation);
    }

    private void contained(JsonObject each) {
        packages.add(each);
        relate(ROOT, "CONTAINS", each.get("SPDXID").getAsString());
    }

    private void system(SystemFacts system) {
        JsonObject os =
                plain("SPDXRef-System-" + number++, system.os().id(), system.os().version());
        os.addProperty("primaryPackagePurpose", "OPERATING-SYSTEM");
        refer(os, "SECURITY", "cpe23Type", Cpes.of(system.os()));
        contained(os);
        for (PackageSet set : system.packages()) {
            for (PackageFacts each : set.packages()) {
                if (each.state().equals("installed")) {
                    contained(library(system, set, each));
                }
            }
        }
        for (Application each : system.applications()) {
            JsonObject application =
                    plain("SPDXRef-Application-" + number++, each.name(), each.version());
            application.addProperty("primaryPackagePurpose", "APPLICATION");
            refer(application, "SECURITY", "cpe23Type", Cpes.of(each));
            refer(application, "PACKAGE-MANAGER", "purl", PackageUrls.of(each));
            contained(application);
        }
    }

    private JsonObject library(SystemFacts system, PackageSet set, PackageFacts each) {
        JsonObject library = plain("SPDXRef-Package-" + number++, each.name(), each.version());
        if (!each.licence().isEmpty()) {
            // as declared in the package, which need not be an expression of SPDX
            String reference = "LicenseRef-" + number;
            JsonObject licence = new JsonObject();
            licence.addProperty("licenseId", reference);
            licence.addProperty("extractedText", each.licence());
            licences.add(licence);
            library.addProperty("licenseDeclared", reference);
        } else {
            library.addProperty("licenseDeclared", NONE);
        }
        if (!each.summary().isEmpty()) {
            library.addProperty("summary", each.summary());
        }
        refer(library, "PACKAGE-MANAGER", "purl", PackageUrls.of(system.os(), set, each));
        return library;
    }

    /** Adds a name that others know a package by. */
    private static void refer(
            JsonObject each, String category, String type, Optional<String> locator) {
        if (locator.isPresent()) {
            JsonObject reference = new JsonObject();
            reference.addProperty("referenceCategory", category);
            reference.addProperty("referenceType", type);
            reference.addProperty("referenceLocator", locator.get());
            if (!each.has("externalRefs")) {
                each.add("externalRefs", new JsonArray());
            }
            each.getAsJsonArray("externalRefs").add(reference);
        }
    }
}
