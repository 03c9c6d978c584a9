package io.colama.cli;

import io.colama.block.BlockSource;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.RevisionView;
import io.colama.operations.Status;
import io.colama.revision.WorkingCopy;
import io.colama.store.DiskHashes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The repository behind a server that a working copy was made from. */
final class ServerOrigin implements Status.Origin {

    private final ServerClient client;
    private final Place base;
    private final RevisionView view;

    ServerOrigin(ServerClient client, WorkingCopy copy) throws IOException {
        this.client = client;
        this.base = new Place(copy.machine(), copy.base().hex());
        this.view = client.read(client.get(base.revisionAddress()), RevisionView.class);
    }

    @Override
    public List<RevisionView.Disk> disks(WorkingCopy copy) {
        return view.disks();
    }

    @Override
    public Optional<String> head(WorkingCopy copy) throws IOException {
        Place head = Place.of(copy.machine());
        return Optional.of(
                client.read(client.get(head.revisionAddress()), RevisionView.class).revision());
    }

    @Override
    public Optional<byte[]> definition(WorkingCopy copy) throws IOException {
        return view.definition().isEmpty()
                ? Optional.empty()
                : Optional.of(client.bytes(base.revisionAddress() + "/definition"));
    }

    @Override
    public DiskHashes hashes(WorkingCopy copy, RevisionView.Disk disk) {
        return new ServerHashes(client, base.diskAddress(disk.name()), disk.bytesLogical());
    }

    @Override
    public BlockSource below(WorkingCopy.Below below) throws IOException {
        throw new OperationException(
                Failure.UNSUPPORTED,
                "an overlay is compared where the repository is: what lies below it is not here");
    }
}
