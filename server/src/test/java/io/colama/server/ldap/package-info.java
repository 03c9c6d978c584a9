/** Directories, in this process and of others. */
@NullMarked
package io.colama.server.ldap;

import org.jspecify.annotations.NullMarked;
