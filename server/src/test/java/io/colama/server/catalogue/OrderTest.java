package io.colama.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.ListMachines;
import io.colama.operations.OperationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The orders of a list, and where in one a page ended. */
class OrderTest {

    private static ListedMachine machine(String name, String changed, long bytes) {
        return new ListedMachine(
                new ListMachines.Entry(
                        name, "0".repeat(64), "", changed, "ana", "", List.of(), 1, bytes),
                1,
                false,
                List.of());
    }

    private static final ListedMachine A = machine("a", "2026-11-20T10:00:00Z", 2048);
    private static final ListedMachine B = machine("b", "2026-11-20T09:59:59.999Z", 1 << 20);
    private static final ListedMachine C = machine("c", "2026-11-20T10:00:00Z", 512);

    @Test
    void sortsByWhatItIsCalledAfterAndThenByName() {
        Listing listing = new Listing(Map.of("c", C, "b", B, "a", A));
        assertThat(listing.by(Order.NAME)).containsExactly(A, B, C);
        assertThat(listing.by(Order.CHANGED)).containsExactly(B, A, C);
        assertThat(listing.by(Order.SIZE)).containsExactly(C, A, B);
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceIsReadAsItWasWritten(Order order) throws OperationException {
        for (ListedMachine machine : List.of(A, B, C)) {
            Order.Place place = order.place(machine);
            assertThat(Order.Place.of(place.text())).isEqualTo(place);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\na", "one\na", "99999999999999999999\na"})
    void aPlaceOfAnotherKindIsRefused(String text) {
        assertThatThrownBy(() -> Order.Place.of(text))
                .isInstanceOf(OperationException.class)
                .hasMessage("the cursor is none of a list of machines");
    }
}
