package io.colama.operations.live;

import io.colama.revision.Repository;
import io.colama.revision.session.OpenSession;
import java.util.Optional;

/**
 * What a server reads and writes; closed from the last to the first.
 *
 * @param repository the repository
 * @param disks its disks
 * @param session the session that is written, if one is
 */
record ServedFrom(Repository repository, LiveDisks disks, Optional<OpenSession> session) {}
