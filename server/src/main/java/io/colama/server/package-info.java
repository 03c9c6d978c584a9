/**
 * The shared service: a repository for many people, with a browser and for programs.
 *
 * <p>{@link io.colama.server.SpringService} starts it for the command {@code serve}: it reads the
 * settings ({@link io.colama.server.Settings}), opens the database, makes the first administrator
 * where there is no account yet, and hands all the rest to Spring. {@link
 * io.colama.server.ServerConfiguration} is the one place that puts the parts together. A resource
 * is a class that decodes a request, asks {@link io.colama.server.access.Permissions}, runs an
 * operation and encodes the result; it decides nothing by itself.
 */
@NullMarked
package io.colama.server;

import org.jspecify.annotations.NullMarked;
