/** What tests share. Nothing here is part of the product. */
@NullMarked
package io.colama.testkit;

import org.jspecify.annotations.NullMarked;
