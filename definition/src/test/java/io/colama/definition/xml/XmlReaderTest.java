package io.colama.definition.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.machine.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** XML within limits. */
class XmlReaderTest {

    private static XmlElement read(String xml) throws DefinitionException {
        return XmlReader.read("test.xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(String xml, String why) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining(why);
    }

    @Test
    void readsElementsAttributesAndText() throws Exception {
        XmlElement root = read("<a b='1'>x<c>&lt;&#65;</c><![CDATA[<y>]]><!-- no --></a>");
        assertThat(root.attribute("b")).contains("1");
        assertThat(root.text()).isEqualTo("x<y>");
        assertThat(root.childText("c")).contains("<A");
    }

    @Test
    void readsUtf16WithAByteOrderMark() throws Exception {
        byte[] content =
                "\uFEFF<?xml version='1.0' encoding='UTF-16'?><a>é</a>"
                        .getBytes(StandardCharsets.UTF_16LE);
        assertThat(XmlReader.read("test.xml", content).text()).isEqualTo("é");
    }

    @Test
    void refusesDocumentTypesWithExternalEntities() {
        refuses(
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "document type declaration");
        refuses("<!DOCTYPE a SYSTEM 'http://localhost:1/a.dtd'><a/>", "document type declaration");
    }

    @Test
    void refusesEntitiesThatMultiply() {
        String levels =
                IntStream.range(1, 10)
                        .mapToObj(i ->
                                "<!ENTITY l%d '%s'>"
                                        .formatted(i, ("&l" + (i - 1) + ";").repeat(10)))
                        .collect(Collectors.joining());
        refuses(
                "<!DOCTYPE a [<!ENTITY l0 'lol'>" + levels + "]><a>&l9;</a>",
                "document type declaration");
    }

    @Test
    void everyLimitSaysItsName() {
        refuses("<a>".repeat(2001), "depth of XML elements");
        refuses("<a>" + "<b/>".repeat(200_000) + "</a>", "XML elements");
        refuses(
                "<a b='" + "x".repeat(65_537) + "'/>",
                "characters of an XML attribute: 65537 found, at most 65536");
        refuses("<a>" + "x".repeat((1 << 20) + 1) + "</a>", "characters of an XML text");
        refuses("<a>" + " ".repeat(16 << 20) + "</a>", "bytes of an XML file");
        String attributes =
                IntStream.range(0, 201)
                        .mapToObj(i -> " a" + i + "=''")
                        .collect(Collectors.joining());
        refuses("<a" + attributes + "/>", "attributes of an XML element");
    }

    @Test
    void saysWhereXmlIsMalformed() {
        assertThatThrownBy(() -> read("<a><b></a>"))
                .isInstanceOf(DefinitionException.Damaged.class)
                .hasMessageStartingWith("test.xml: XML expected");
        assertThatThrownBy(() -> read("<a>&unknown;</a>")).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> read("no xml"))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
    }

    @Test
    void writesWhatItReads() throws Exception {
        String nasty = "a\tb\r\nc \" ' < > & é 💾";
        byte[] written = new XmlWriter().start("r", "a", nasty).text("t", nasty).end().toBytes();
        XmlElement root = XmlReader.read("test.xml", written);
        assertThat(root.attribute("a")).contains(nasty);
        assertThat(root.child("t").orElseThrow().rawText()).isEqualTo(nasty);
        byte[] replaced = new XmlWriter().text("t", "a\0b\uD800c\uFFFF").toBytes();
        assertThat(XmlReader.read("test.xml", replaced).text()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    }
}
