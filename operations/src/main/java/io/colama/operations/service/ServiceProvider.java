package io.colama.operations.service;

import io.colama.operations.Environment;
import java.io.IOException;

/** Starts the shared service; found by {@link java.util.ServiceLoader}. */
public interface ServiceProvider {

    /**
     * Starts the service of the environment's repository, and returns when it answers.
     *
     * @throws io.colama.store.StoreException.NotARepository when there is none
     * @throws io.colama.operations.OperationException when a setting is wrong, or the address is
     *     taken
     */
    RunningService start(ServiceRequest request, Environment environment) throws IOException;
}
