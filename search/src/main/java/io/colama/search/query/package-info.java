/**
 * The language of queries: {@code os:debian version:>=12 pkg:openssl<3.0.11 NOT tag:old}.
 *
 * <p>A text becomes a {@link io.colama.search.query.Query} by {@link
 * io.colama.search.query.QueryParser}, or a {@link io.colama.search.query.QueryException} that says
 * where the mistake is and what may have been meant. What can be asked for is the table {@link
 * io.colama.search.query.Field}; how values are written is decided by {@link
 * io.colama.search.query.Kind}.
 *
 * <pre>
 * query     := and { "OR" and }
 * and       := not { ["AND"] not }
 * not       := { "NOT" | "-" } ( "(" query ")" | term )
 * term      := FIELD ":" condition | NAMED ":" value { "=" condition | comparison value } | value
 * condition := comparison value | value ".." value | value ".." | ".." value | value
 * comparison:= "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "="
 * value     := ( word | '"' text '"' ) [ "*" ]
 * </pre>
 *
 * <p>Meaning: side by side is AND. What is asked about the inside of a machine in one AND must be
 * true of one and the same of its operating systems; a package's name and version are those of one
 * package, an application's those of one application. NOT is about the machine as a whole: {@code
 * NOT pkg:x} are the machines none of whose systems has {@code x}.
 *
 * <p>Bounds: a text has at most {@link io.colama.search.query.QueryParser#LONGEST} characters,
 * {@link io.colama.search.query.QueryParser#MOST_TERMS} terms and {@link
 * io.colama.search.query.QueryParser#DEEPEST} parentheses inside each other.
 */
@NullMarked
package io.colama.search.query;

import org.jspecify.annotations.NullMarked;
