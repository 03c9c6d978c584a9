package io.colama.server.oidc;

import io.colama.server.people.Joining;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A provider of OpenID Connect.
 *
 * @param id how the settings and the addresses call it
 * @param title for people
 * @param issuer as its tokens name it
 * @param clientId of this server there
 * @param clientSecret of this server; empty for a public client
 * @param scopes to ask for, with blanks between them
 * @param nameClaim the claim with the name that an account is to have
 * @param groupsClaim the claim with groups; empty to ask for none
 * @param trust certificates to trust instead of the system's
 * @param joining how people become accounts
 */
public record OidcSettings(
        String id,
        String title,
        URI issuer,
        String clientId,
        Optional<String> clientSecret,
        String scopes,
        String nameClaim,
        Optional<String> groupsClaim,
        Optional<Path> trust,
        Joining joining) {

    /** Without the secret: settings are printed where something is wrong. */
    @Override
    public String toString() {
        return "oidc.%s of %s".formatted(id, issuer);
    }
}
