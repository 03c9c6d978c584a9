/**
 * Bills of materials: what a revision holds, in the forms that other programs read.
 *
 * <p>{@link io.colama.inspect.sbom.CycloneDx} writes CycloneDX 1.6, {@link
 * io.colama.inspect.sbom.Spdx} SPDX 2.3, both as JSON. The same inspection of the same revision
 * gives the same bytes: times and serial numbers come from the revision. Packages are named by
 * their {@linkplain io.colama.inspect.sbom.PackageUrls package URLs}.
 */
@NullMarked
package io.colama.inspect.sbom;

import org.jspecify.annotations.NullMarked;
