package io.colama.cli;

import io.colama.operations.AddNote;
import io.colama.operations.ArchiveFiles;
import io.colama.operations.CheckOut;
import io.colama.operations.CloneMachine;
import io.colama.operations.CopyFiles;
import io.colama.operations.Diff;
import io.colama.operations.Environment;
import io.colama.operations.Export;
import io.colama.operations.GuestFiles;
import io.colama.operations.GuestPath;
import io.colama.operations.Inspect;
import io.colama.operations.ListMachines;
import io.colama.operations.Log;
import io.colama.operations.RevisionView;
import io.colama.operations.Search;
import io.colama.operations.Show;
import io.colama.operations.Stats;
import io.colama.operations.Status;
import io.colama.operations.Tag;
import io.colama.operations.Task;
import io.colama.operations.Verify;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** A repository beside us. */
record LocalVerbs(Environment environment) implements Verbs {

    @Override
    public List<ListMachines.Entry> machines() throws IOException {
        return new ListMachines(environment).run();
    }

    @Override
    public List<RevisionView> log(Log.Request request) throws IOException {
        return new Log(environment).run(request).revisions();
    }

    @Override
    public RevisionView show(String revision) throws IOException {
        return new Show(environment).run(revision);
    }

    @Override
    public Tag.Result tag(String revision, String name, boolean force) throws IOException {
        return new Tag(environment).run(revision, name, force);
    }

    @Override
    public AddNote.Result note(String revision, String text) throws IOException {
        return new AddNote(environment).run(revision, text);
    }

    @Override
    public CloneMachine.Result cloneMachine(String revision, String name) throws IOException {
        return new CloneMachine(environment).run(revision, name);
    }

    @Override
    public Inspect.Result inspect(Inspect.Request request, Task task) throws IOException {
        return new Inspect(environment).run(request, task);
    }

    @Override
    public Search.Result search(Search.Request request, Task task) throws IOException {
        return new Search(environment).run(request, task);
    }

    @Override
    public Diff.Result diff(Diff.Request request, Task task) throws IOException {
        return new Diff(environment).run(request, task);
    }

    @Override
    public void files(GuestPath where, boolean recursive, Task task, GuestFiles.Listing listing)
            throws IOException {
        try (GuestFiles files = GuestFiles.open(environment, where)) {
            files.list(where.path(), recursive, task, listing);
        }
    }

    @Override
    public void read(GuestPath path, Task task, OutputStream out) throws IOException {
        try (GuestFiles files = GuestFiles.open(environment, path)) {
            files.read(path.path(), task, out);
        }
    }

    @Override
    public CopyFiles.Result copy(GuestPath from, Path target, Task task) throws IOException {
        return new CopyFiles(environment).run(from, target, task);
    }

    @Override
    public ArchiveFiles.Result archive(GuestPath from, Path target, Task task) throws IOException {
        return new ArchiveFiles(environment).run(from, target, task);
    }

    @Override
    public Status.Result status(Path directory, Task task) throws IOException {
        return new Status(environment).run(directory, task);
    }

    @Override
    public Stats.Counts stats() throws IOException {
        return new Stats(environment).run();
    }

    @Override
    public Verify.Result verify(Verify.Request request, Task task) throws IOException {
        return new Verify(environment).run(request, task);
    }

    @Override
    public CheckOut.Result checkOut(CheckOut.Request request, Task task) throws IOException {
        return new CheckOut(environment).run(request, task);
    }

    @Override
    public Export.Result export(Export.Request request, Task task) throws IOException {
        return new Export(environment).run(request, task);
    }
}
