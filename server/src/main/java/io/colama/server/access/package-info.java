/**
 * Who may do what with which machine.
 *
 * <p>A machine has a creator, who never changes, an owner, who may hand it over, and perhaps a
 * group. Its visibility gives everyone, or its group, the role of a viewer; grants give accounts
 * and groups more. What is not given is denied, and somebody without any role cannot tell a machine
 * that he must not see from one that is not there. A machine that was checked in past the server,
 * at the repository itself, belongs to nobody: administrators alone see it and give it an owner.
 */
@NullMarked
package io.colama.server.access;

import org.jspecify.annotations.NullMarked;
