package io.colama.cli;

import io.colama.operations.AddNote;
import io.colama.operations.ArchiveFiles;
import io.colama.operations.CheckOut;
import io.colama.operations.CloneMachine;
import io.colama.operations.CopyFiles;
import io.colama.operations.Diff;
import io.colama.operations.Export;
import io.colama.operations.GuestFiles;
import io.colama.operations.GuestPath;
import io.colama.operations.Inspect;
import io.colama.operations.ListMachines;
import io.colama.operations.Log;
import io.colama.operations.RevisionView;
import io.colama.operations.Search;
import io.colama.operations.Stats;
import io.colama.operations.Status;
import io.colama.operations.Tag;
import io.colama.operations.Task;
import io.colama.operations.Verify;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What can be done with a repository wherever it is: beside us, or behind a server. The methods are
 * those of the operations of the same names, and so are their failures.
 */
interface Verbs {

    /** The machines by name; behind a server, those that one may see. */
    List<ListMachines.Entry> machines() throws IOException;

    /** Revisions, youngest first. */
    List<RevisionView> log(Log.Request request) throws IOException;

    /** One revision. */
    RevisionView show(String revision) throws IOException;

    /** Gives a revision a name. */
    Tag.Result tag(String revision, String name, boolean force) throws IOException;

    /** Comments on a revision. */
    AddNote.Result note(String revision, String text) throws IOException;

    /** Makes a machine of a revision. */
    CloneMachine.Result cloneMachine(String revision, String name) throws IOException;

    /** What is inside. */
    Inspect.Result inspect(Inspect.Request request, Task task) throws IOException;

    /** Finds revisions. */
    Search.Result search(Search.Request request, Task task) throws IOException;

    /** What differs. */
    Diff.Result diff(Diff.Request request, Task task) throws IOException;

    /** Lists a directory, or all that lies below it. */
    void files(GuestPath where, boolean recursive, Task task, GuestFiles.Listing listing)
            throws IOException;

    /** Writes the bytes of a file. */
    void read(GuestPath path, Task task, OutputStream out) throws IOException;

    /** Copies files out of a machine. */
    CopyFiles.Result copy(GuestPath from, Path target, Task task) throws IOException;

    /** Writes files of a machine into a tar archive. */
    ArchiveFiles.Result archive(GuestPath from, Path target, Task task) throws IOException;

    /** Compares a working copy with what it was made from. */
    Status.Result status(Path directory, Task task) throws IOException;

    /** Totals; behind a server, of what one may see. */
    Stats.Counts stats() throws IOException;

    /** Reads back what is stored. */
    Verify.Result verify(Verify.Request request, Task task) throws IOException;

    /** Writes the disks of a revision. */
    CheckOut.Result checkOut(CheckOut.Request request, Task task) throws IOException;

    /** Writes a whole machine. */
    Export.Result export(Export.Request request, Task task) throws IOException;
}
