package io.colama.operations.live;

import io.colama.block.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in one list of runs or another. */
final class RunUnion {

    private RunUnion() {}

    /** The runs of both, in order and joined where they touch; their kind is of no meaning. */
    static List<Run> of(List<Run> some, List<Run> others) {
        List<Run> joined = new ArrayList<>();
        for (Run run :
                Stream.concat(some.stream(), others.stream())
                        .sorted(Comparator.comparingLong(Run::offset))
                        .toList()) {
            if (!joined.isEmpty() && run.offset() <= joined.getLast().end()) {
                Run last = joined.removeLast();
                long end = Math.max(last.end(), run.end());
                joined.add(new Run(last.offset(), end - last.offset(), Run.Kind.DATA));
            } else {
                joined.add(new Run(run.offset(), run.length(), Run.Kind.DATA));
            }
        }
        return joined;
    }
}
