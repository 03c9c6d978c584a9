package io.colama.inspect.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class VersionOrderFuzzTest {

    @FuzzTest
    void everyStringHasABoundedKey(FuzzedDataProvider data) {
        VersionOrder order = data.pickValue(VersionOrder.values());
        String version = data.consumeRemainingAsString();
        assertThat(order.sortKey(version)).hasSizeLessThan(8 * VersionOrder.LONGEST + 16);
        assertThat(order.compare(version, version.strip())).isZero();
    }
}
