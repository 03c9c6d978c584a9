/**
 * Benchmarks, one class per claim. How to run them and what they measured:
 * docs/notes/performance.md.
 */
@NullMarked
package io.colama.bench;

import org.jspecify.annotations.NullMarked;
