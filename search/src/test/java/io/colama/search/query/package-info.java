/** Tests of the language of queries. */
@NullMarked
package io.colama.search.query;

import org.jspecify.annotations.NullMarked;
