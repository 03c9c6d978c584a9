/**
 * The shared service, as far as those who start it need to know it.
 *
 * <p>The service is a module of its own, on top of the operations like the command line, and
 * neither of the two sees the other. So the command {@code serve} asks {@link
 * java.util.ServiceLoader} for a {@link io.colama.operations.service.ServiceProvider}, hands it a
 * {@link io.colama.operations.service.ServiceRequest}, and waits at the {@link
 * io.colama.operations.service.RunningService} until somebody ends the process.
 */
@NullMarked
package io.colama.operations.service;

import org.jspecify.annotations.NullMarked;
