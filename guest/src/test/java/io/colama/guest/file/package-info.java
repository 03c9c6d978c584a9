/** What the tests of all file systems share: a tree of files as a value, from a guest or a host. */
@NullMarked
package io.colama.guest.file;

import org.jspecify.annotations.NullMarked;
