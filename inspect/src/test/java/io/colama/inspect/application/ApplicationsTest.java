package io.colama.inspect.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.inspect.Subjects;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApplicationsTest {

    /** What stands in a file, and what it says; paths from the root, without its slash. */
    record Example(String path, String text, String id, String version, String place) {}

    static Stream<Example> examples() {
        return Stream.of(
                new Example(
                        "opt/jdk-21/release",
                        "IMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_VERSION=\"21.0.2\"\n",
                        "jdk",
                        "21.0.2",
                        "opt/jdk-21"),
                new Example(
                        "usr/lib/jvm/jdk8/release",
                        "JAVA_VERSION=\"1.8.0_202\"",
                        "jdk",
                        "1.8.0_202",
                        "usr/lib/jvm/jdk8"),
                new Example(
                        "opt/apache-tomcat-9.0.65/RELEASE-NOTES",
                        """


                                             Apache Tomcat Version 9.0.65
                                                    Release Notes
                        """,
                        "tomcat",
                        "9.0.65",
                        "opt/apache-tomcat-9.0.65"),
                new Example(
                        "u01/app/oracle/mw/registry.xml",
                        "<bea-product-information><host>\n"
                                + "<component name=\"WebLogic Server\" version=\"10.3.6.0\" />",
                        "weblogic",
                        "10.3.6.0",
                        "u01/app/oracle/mw"),
                new Example(
                        "opt/oracle/wls/inventory/registry.xml",
                        "<registry><distributions>\n<distribution status=\"installed\""
                                + " name=\"WebLogic Server\" version=\"12.2.1.4.0\">",
                        "weblogic",
                        "12.2.1.4.0",
                        "opt/oracle/wls"),
                new Example(
                        "opt/IBM/WebSphere/AppServer/properties/version/WAS.product",
                        "<product name=\"IBM WebSphere\">\n  <version>8.5.5.20</version>",
                        "websphere",
                        "8.5.5.20",
                        "opt/IBM/WebSphere/AppServer"),
                new Example(
                        "opt/jboss-eap/version.txt",
                        "Red Hat JBoss Enterprise Application Platform - Version 7.4.0.GA\n",
                        "jboss",
                        "7.4.0.GA",
                        "opt/jboss-eap"),
                new Example(
                        "opt/jetty/VERSION.txt",
                        "jetty-9.4.51.v20230217 - 17 February 2023\n",
                        "jetty",
                        "9.4.51.v20230217",
                        "opt/jetty"),
                new Example(
                        "usr/local/apache2/include/ap_release.h",
                        """
                        #define AP_SERVER_MAJORVERSION_NUMBER 2
                        #define AP_SERVER_MINORVERSION_NUMBER 4
                        #define AP_SERVER_PATCHLEVEL_NUMBER   57
                        """,
                        "apache-httpd",
                        "2.4.57",
                        "usr/local/apache2"),
                new Example(
                        "usr/local/nginx/sbin/nginx",
                        "\u007fELF\0\0nginx version: nginx/1.25.3\0\0",
                        "nginx",
                        "1.25.3",
                        "usr/local/nginx"),
                new Example(
                        "usr/local/openresty/nginx/sbin/nginx",
                        "\u007fELF\0nginx version: openresty/1.21.4.1\0",
                        "openresty",
                        "1.21.4.1",
                        "usr/local/openresty"),
                new Example(
                        "usr/local/sbin/haproxy",
                        "\u007fELF\0HAProxy version 2.8.3-86e043a\0",
                        "haproxy",
                        "2.8.3-86e043a",
                        "usr/local"),
                new Example(
                        "usr/local/pgsql/include/pg_config.h",
                        "/* String */\n#define PG_VERSION \"15.4\"\n",
                        "postgresql",
                        "15.4",
                        "usr/local/pgsql"),
                new Example(
                        "var/lib/postgresql/15/main/PG_VERSION",
                        "15\n",
                        "postgresql-cluster",
                        "15",
                        "var/lib/postgresql/15/main"),
                new Example(
                        "usr/local/mysql/include/mysql_version.h",
                        "#define MYSQL_SERVER_VERSION       \"8.0.35\"\n",
                        "mysql",
                        "8.0.35",
                        "usr/local/mysql"),
                new Example(
                        "opt/mariadb/include/mysql/server/mysql_version.h",
                        "#define MYSQL_SERVER_VERSION       \"10.11.6-MariaDB\"\n",
                        "mariadb",
                        "10.11.6-MariaDB",
                        "opt/mariadb"),
                new Example(
                        "var/lib/mysql/mysql_upgrade_info",
                        "10.11.4-MariaDB",
                        "mysql-data",
                        "10.11.4-MariaDB",
                        "var/lib/mysql"),
                new Example(
                        "opt/mongodb-linux-x86_64-debian11-6.0.11/bin/mongod",
                        "\u007fELF",
                        "mongodb",
                        "6.0.11",
                        "opt/mongodb-linux-x86_64-debian11-6.0.11"),
                new Example(
                        "opt/ibm/db2/V11.5/bin/db2",
                        "\u007fELF",
                        "db2",
                        "11.5",
                        "opt/ibm/db2/V11.5"),
                new Example(
                        "usr/sap/HDB/SYS/exe/hdb/manifest",
                        "comptype: HDB\nfullversion: 2.00.059.00 Build 1636529129\n",
                        "sap-hana",
                        "2.00.059.00",
                        "usr/sap/HDB/SYS/exe/hdb"),
                new Example(
                        "opt/elasticsearch-8.11.1/lib/elasticsearch-8.11.1.jar",
                        "PK",
                        "elasticsearch",
                        "8.11.1",
                        "opt/elasticsearch-8.11.1"),
                new Example(
                        "opt/kafka/libs/kafka_2.13-3.6.0.jar", "PK", "kafka", "3.6.0", "opt/kafka"),
                new Example(
                        "opt/zookeeper/lib/zookeeper-3.8.3.jar",
                        "PK",
                        "zookeeper",
                        "3.8.3",
                        "opt/zookeeper"),
                new Example(
                        "opt/amq/lib/activemq-broker-5.18.3.jar",
                        "PK",
                        "activemq",
                        "5.18.3",
                        "opt/amq"),
                new Example(
                        "opt/solr/server/solr-webapp/webapp/WEB-INF/lib/solr-core-9.4.0.jar",
                        "PK",
                        "solr",
                        "9.4.0",
                        "opt/solr"),
                new Example(
                        "var/lib/jenkins/config.xml",
                        "<?xml version='1.1'?>\n<hudson>\n  <version>2.426.1</version>",
                        "jenkins",
                        "2.426.1",
                        "var/lib/jenkins"),
                new Example(
                        "opt/sonarqube/lib/sonar-application-10.3.0.82913.jar",
                        "PK",
                        "sonarqube",
                        "10.3.0.82913",
                        "opt/sonarqube"),
                new Example(
                        "opt/gitlab/version-manifest.txt",
                        "gitlab-ce 16.6.1\n\nComponent Installed Version\n",
                        "gitlab",
                        "16.6.1",
                        "opt/gitlab"),
                new Example(
                        "opt/atlassian/jira/README.txt",
                        "----\nAtlassian Jira Software 9.11.2-#9110002\n",
                        "jira",
                        "9.11.2",
                        "opt/atlassian/jira"),
                new Example(
                        "opt/splunk/etc/splunk.version",
                        "VERSION=9.1.2\nBUILD=b6b9c8185839\n",
                        "splunk",
                        "9.1.2",
                        "opt/splunk"),
                new Example(
                        "usr/local/MATLAB/R2023b/VersionInfo.xml",
                        "<MathWorks_version_info>\n  <version>23.2.0.2365128</version>",
                        "matlab",
                        "23.2.0.2365128",
                        "usr/local/MATLAB/R2023b"),
                new Example(
                        "home/ana/.nvm/versions/node/v20.9.0/include/node/node_version.h",
                        """
                        #define NODE_MAJOR_VERSION 20
                        #define NODE_MINOR_VERSION 9
                        #define NODE_PATCH_VERSION 0
                        """,
                        "nodejs",
                        "20.9.0",
                        "home/ana/.nvm/versions/node/v20.9.0"),
                new Example(
                        "usr/local/include/python3.12/patchlevel.h",
                        "#define PY_VERSION              \"3.12.0\"\n",
                        "python",
                        "3.12.0",
                        "usr/local"),
                new Example(
                        "usr/local/include/php/main/php_version.h",
                        "#define PHP_VERSION \"8.2.13\"\n",
                        "php",
                        "8.2.13",
                        "usr/local"),
                new Example(
                        "usr/local/go/VERSION",
                        "go1.21.4\ntime 2023-11-01T20:46:39Z\n",
                        "go",
                        "1.21.4",
                        "usr/local/go"),
                new Example(
                        "var/www/html/wp-includes/version.php",
                        "<?php\n$wp_version = '6.4.1';\n",
                        "wordpress",
                        "6.4.1",
                        "var/www/html"),
                new Example(
                        "var/www/nextcloud/version.php",
                        "$OC_VersionString = '27.1.4';\n$vendor = 'nextcloud';\n",
                        "nextcloud",
                        "27.1.4",
                        "var/www/nextcloud"),
                new Example(
                        "var/www/html/core/lib/Drupal.php",
                        "  const VERSION = '10.1.6';\n",
                        "drupal",
                        "10.1.6",
                        "var/www/html"));
    }

    private static List<Application> read(Map<String, String> files) throws IOException {
        Subject subject = Subjects.linux(files);
        List<Application> found = new Applications(subject, List.of()).read();
        assertThat(subject.problems()).isEmpty();
        return found;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsWhatAFileGivesAway(Example example) throws IOException {
        assertThat(read(Map.of(example.path, example.text, "etc/passwd", "")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo(example.id);
                    assertThat(found.version()).isEqualTo(example.version);
                    assertThat(found.place()).isEqualTo("/" + example.place);
                    assertThat(found.origin().path()).isEqualTo("/" + example.path);
                });
    }

    @Test
    void everyRuleHasAnExample() {
        List<String> shown = examples().map(Example::id).distinct().toList();
        assertThat(Rule.all()).extracting(Rule::id).doesNotHaveDuplicates().isSubsetOf(shown);
    }

    @Test
    void packagesAreNamedWhereASignAsksForThemAndNowhereElse() {
        assertThat(Rule.all())
                .allSatisfy(rule ->
                        assertThat(rule.signs().stream().anyMatch(Rule.Sign::unlessPackaged))
                                .as(rule.id())
                                .isEqualTo(!rule.packaged().isEmpty()));
    }

    @Test
    void aFileThatSaysNothingIsNoSign() throws IOException {
        Map<String, String> files = new HashMap<>();
        examples().filter(e -> !e.text.equals("PK")).forEach(e -> files.put(e.path, "nothing"));
        files.remove("opt/mongodb-linux-x86_64-debian11-6.0.11/bin/mongod"); // its path says it
        files.remove("opt/ibm/db2/V11.5/bin/db2");
        assertThat(read(files)).isEmpty();
    }

    @Test
    void aLinkToADirectoryShowsNothingTwice() throws IOException {
        assertThat(
                        read(
                                Map.of(
                                        "opt/jdk-21/release",
                                        "JAVA_VERSION=\"21.0.2\"",
                                        "opt/current@",
                                        "jdk-21")))
                .singleElement()
                .satisfies(found -> assertThat(found.place()).isEqualTo("/opt/jdk-21"));
    }

    @Test
    void whatAPackageBroughtIsNotListedAgain() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "usr/lib/jvm/java-17-openjdk-amd64/release",
                                "JAVA_VERSION=\"17.0.9\"",
                                "opt/jdk-21/release",
                                "JAVA_VERSION=\"21.0.2\""));
        PackageFacts openjdk =
                new PackageFacts(
                        "openjdk-17-jre-headless",
                        "17.0.9",
                        "",
                        "",
                        "",
                        "",
                        "",
                        0,
                        "installed",
                        false,
                        "",
                        "");
        PackageSet set = new PackageSet("dpkg", Origin.NONE, List.of(openjdk));
        assertThat(new Applications(subject, List.of(set)).read())
                .extracting(Application::place)
                .containsExactly("/opt/jdk-21");
    }

    /** Patterns over texts of others must not be led astray. */
    @Test
    void hostileTextsTakeNoLongTime() throws IOException {
        List<String> repeated =
                List.of(
                        "JAVA_VERSION=\"",
                        "<component name=\"WebLogic Server",
                        "JBoss ",
                        "JIRA ",
                        "#define PG_VERSION \"",
                        "<version>1",
                        "1",
                        " ");
        Map<String, String> files = new HashMap<>();
        for (String part : repeated) {
            String text = part.repeat((1 << 16) / part.length());
            examples().forEach(example -> files.put(example.path, text));
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> new Applications(Subjects.linux(files), List.of()).read(),
                    part);
        }
    }

    @Test
    void readsTheInventoryOfOracle() throws IOException {
        Map<String, String> files =
                Map.of(
                        "etc/oraInst.loc",
                        "inventory_loc=/u01/app/oraInventory\ninst_group=oinstall\n",
                        "etc/oratab",
                        "# a comment\nORCL:/u01/app/oracle/product/10.2.0/db_1:Y\n*:/gone:N\n",
                        "u01/app/oraInventory/ContentsXML/inventory.xml",
                        "<INVENTORY><HOME_LIST>"
                                + "<HOME NAME=\"OraDb10g\" LOC=\"/u01/app/oracle/product/10.2.0/db_1\""
                                + " TYPE=\"O\" IDX=\"1\"/>"
                                + "<HOME NAME=\"Old\" LOC=\"/u01/old\" REMOVED=\"T\"/>"
                                + "</HOME_LIST></INVENTORY>",
                        "u01/app/oracle/product/10.2.0/db_1/inventory/ContentsXML/comps.xml",
                        "<PRD_LIST><TL_LIST/><COMP_LIST>"
                                + "<COMP NAME=\"oracle.server\" VER=\"10.2.0.1.0\"><DESC>x</DESC></COMP>"
                                + "<PATCHSET NAME=\"oracle.server\" VER=\"10.2.0.4.0\"/>"
                                + "</COMP_LIST><ONEOFF_LIST><ONEOFF REF_ID=\"6079591\"/></ONEOFF_LIST>"
                                + "</PRD_LIST>");
        assertThat(read(files))
                .singleElement()
                .satisfies(oracle -> {
                    assertThat(oracle.id()).isEqualTo("oracle");
                    assertThat(oracle.name()).isEqualTo("Oracle Database 10g");
                    assertThat(oracle.version()).isEqualTo("10.2.0.4.0");
                    assertThat(oracle.details())
                            .containsExactly(
                                    "patch set 10.2.0.4.0",
                                    "patch 6079591",
                                    "instance ORCL",
                                    "home OraDb10g");
                });
    }

    @Test
    void saysWhatIsWrongWithAnInventory() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "etc/oratab",
                                "A:/opt/a:N\nB:/opt/b:N\n",
                                "opt/a/inventory/ContentsXML/comps.xml",
                                "<PRD_LIST><COMP",
                                "opt/b/bin/oracle",
                                ""));
        assertThat(new Applications(subject, List.of()).read()).hasSize(2);
        assertThat(subject.problems())
                .extracting(problem -> problem.code())
                .containsExactlyInAnyOrder("damaged:xml", "missing:inventory");
    }
}
