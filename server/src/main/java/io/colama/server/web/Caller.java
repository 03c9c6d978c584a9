package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.people.Account;
import io.colama.server.people.Credential;
import io.colama.server.people.Scope;

/**
 * Who makes a request.
 *
 * @param credential that was shown
 * @param origin the address that the request is from
 * @param requestId of the request
 */
public record Caller(Account account, Credential credential, String origin, String requestId) {

    /** The caller as events know him. */
    public AuditLog.Actor actor() {
        return new AuditLog.Actor(account.id(), account.name(), origin, requestId);
    }

    /**
     * Refuses what the credential is not for.
     *
     * @throws OperationException when its scope is smaller
     */
    public void require(Scope scope) throws OperationException {
        if (!credential.scope().includes(scope)) {
            throw new OperationException(
                    Failure.REFUSED,
                    "this needs a token with the scope %s, and yours has %s"
                            .formatted(scope.word(), credential.scope().word()));
        }
    }

    /** Refuses everybody but administrators who show all that they are. */
    public void requireAdministrator() throws OperationException {
        if (!account.administrator()) {
            throw new OperationException(Failure.REFUSED, "only administrators may do this");
        }
        require(Scope.ADMIN);
    }
}
