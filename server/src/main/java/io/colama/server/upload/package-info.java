/**
 * Check-ins whose files are uploaded.
 *
 * <p>Whoever begins a check-in says what files there will be and how long they are. Each has its
 * place in {@code server/incoming/ID/files} of the repository from then on, as long as it is going
 * to get and empty; what it will take is refused at once if the file system would be left with less
 * than {@link io.colama.server.upload.Incoming#RESERVE_BYTES}. Bytes come by one request after
 * another, each file in order.
 *
 * <p>The check-in is a task that runs while they arrive: it opens the files as if they were all
 * there, and whoever reads a byte that has not come yet waits for it. So a format whose tables
 * stand at its beginning is stored as fast as it comes, and one whose tables stand at its end when
 * it is complete. A check-in for which nothing has come for {@link
 * io.colama.server.upload.Arrival#PATIENCE} gives its place to another one and begins anew with the
 * next bytes; what it had stored by then is found again.
 *
 * <p>Bytes are synced every 64 MiB and at the end of a request, and only what is synced is told as
 * received. When a server was killed, its successor knows the files by their rows and the client
 * goes on there. A check-in for which nothing has come for a day is given up. Files are deleted
 * when the check-in has ended, however it did.
 *
 * <p>Right before the revision becomes visible, its id is noted in the row of the check-in; the row
 * that it is there, and the events, follow together. So a server that is killed between these
 * leaves to its successor what to look for, and no revision is made twice.
 *
 * <p>Everything in a file is hostile. The names that images and definitions hold are looked for
 * among the files of the same check-in alone, and {@link io.colama.server.upload.StagedFiles} opens
 * nothing else, whatever it is asked for.
 */
@NullMarked
package io.colama.server.upload;

import org.jspecify.annotations.NullMarked;
