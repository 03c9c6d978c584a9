package io.colama.definition.xml;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads XML within limits, without entities, document types or anything outside the bytes. */
public final class XmlReader {

    /** The largest file. */
    public static final Bound BYTES = new Bound("bytes of an XML file", 16 << 20);

    /** How deep elements may stand in each other. */
    public static final Bound DEPTH = new Bound("depth of XML elements", 2000);

    /** How many elements there may be. */
    public static final Bound ELEMENTS = new Bound("XML elements", 200_000);

    /** How many attributes an element may have. */
    public static final Bound ATTRIBUTES = new Bound("attributes of an XML element", 200);

    /** How long the value of an attribute may be. */
    public static final Bound ATTRIBUTE_LENGTH =
            new Bound("characters of an XML attribute", 65_536);

    /** How long the text of an element may be. */
    public static final Bound TEXT_LENGTH = new Bound("characters of an XML text", 1 << 20);

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private static final int DECLARATION_BYTES = 200;
    private static final Pattern ENCODING =
            Pattern.compile("encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

    private final XMLStreamReader reader;
    private final String what;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private @Nullable XmlElement root;
    private long elements;

    private XmlReader(XMLStreamReader reader, String what) {
        this.reader = reader;
        this.what = what;
    }

    /**
     * The root element of {@code content}.
     *
     * @param what the file, for messages
     * @throws DefinitionException.NotThisFormat when it is no XML from its first element on
     * @throws DefinitionException.Damaged when it is XML that breaks off or is malformed
     * @throws DefinitionException.Refused when it has a document type or passes a limit
     */
    public static XmlElement read(String what, byte[] content) throws DefinitionException {
        BYTES.check(what, content.length);
        if (!Sniff.mayBeXml(content)) {
            throw new DefinitionException.NotThisFormat(what + ": no XML, which starts with '<'");
        }
        checkBytes(what, content);
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
            factory.setProperty(XMLInputFactory.IS_COALESCING, false);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            // snapshots nest, so our own bounds stand in the place of the JDK's
            factory.setProperty("jdk.xml.maxElementDepth", "0");
            factory.setProperty("jdk.xml.elementAttributeLimit", "1000");
            XMLStreamReader stream =
                    factory.createXMLStreamReader(new ByteArrayInputStream(content));
            return new XmlReader(stream, what).read();
        } catch (XMLStreamException malformed) {
            throw new DefinitionException.Damaged(
                    what + ": XML expected, " + oneLine(malformed.getMessage()), malformed);
        } catch (DefinitionException limited) {
            throw limited;
        } catch (RuntimeException failed) {
            // the JDK's parser lets some of its own out on malformed encodings
            throw new DefinitionException.Damaged(
                    what + ": XML expected, its parser fails with " + failed, failed);
        }
    }

    /** The JDK's parser prints bytes that are not UTF-8 to standard error before it fails. */
    private static void checkBytes(String what, byte[] content) throws DefinitionException.Damaged {
        String start =
                new String(
                        content,
                        0,
                        Math.min(content.length, DECLARATION_BYTES),
                        StandardCharsets.ISO_8859_1);
        Matcher declared = ENCODING.matcher(start);
        boolean other = declared.find() && !declared.group(1).equalsIgnoreCase("UTF-8");
        if (other
                || start.startsWith("\u00fe\u00ff")
                || start.startsWith("\u00ff\u00fe")
                || start.indexOf('\0') >= 0) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
        } catch (CharacterCodingException malformed) {
            throw new DefinitionException.Damaged(
                    what + ": XML expected, bytes that are not UTF-8 found", malformed);
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "malformed" : message.replaceAll("\\s+", " ").strip();
    }

    private XmlElement read() throws XMLStreamException, DefinitionException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        characters();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_DECLARATION ->
                        throw new DefinitionException.Refused(
                                what
                                        + ": a document type declaration found; definitions have"
                                        + " none, so remove it");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new DefinitionException.Refused(
                                what + ": an entity found; only the five of XML are known");
                default -> {}
            }
        }
        if (root == null) {
            throw new DefinitionException.Damaged(what + ": no element found, a root expected");
        }
        return root;
    }

    private void start() throws DefinitionException {
        ELEMENTS.check(what, ++elements);
        DEPTH.check(what, open.size() + 1L);
        String namespace = reader.getNamespaceURI();
        XmlElement element =
                new XmlElement(namespace == null ? "" : namespace, reader.getLocalName());
        ATTRIBUTES.check(what, reader.getAttributeCount());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String value = reader.getAttributeValue(i);
            ATTRIBUTE_LENGTH.check(what, value.length());
            String name = reader.getAttributeLocalName(i);
            element.putAttribute(
                    XSI.equals(reader.getAttributeNamespace(i)) ? "xsi:" + name : name, value);
        }
        XmlElement parent = open.peek();
        if (parent != null) {
            parent.add(element);
        } else {
            root = element;
        }
        open.push(element);
    }

    private void characters() throws DefinitionException {
        XmlElement parent = open.peek();
        if (parent != null) {
            TEXT_LENGTH.check(what, parent.append(reader.getText()));
        }
    }
}
