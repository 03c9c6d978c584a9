package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.IngestResult;
import java.util.List;

/**
 * What a check-in made and took.
 *
 * @param id the new revision
 * @param revision what it is
 * @param disks what storing each disk took, in order
 * @param bytesStored bytes added to packs
 */
public record CheckInResult(
        Hash id, Revision revision, List<IngestResult> disks, long bytesStored) {}
