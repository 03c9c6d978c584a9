/**
 * Who may come in: accounts of people and of programs, the groups that they belong to, their
 * passwords, and what they show instead of a password afterwards.
 *
 * <p>A password is kept as its Argon2id hash; {@link io.colama.server.people.Logins} makes a wrong
 * name as slow as a wrong password, and blocks both a name and an address for longer and longer
 * after failures. Who is in gets a {@link io.colama.server.people.Credential}: a browser a session,
 * a program a token with a scope and an end. Their secrets are random, shown once, and kept as
 * hashes.
 */
@NullMarked
package io.colama.server.people;

import org.jspecify.annotations.NullMarked;
