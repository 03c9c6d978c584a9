package io.colama.server.ldap;

import io.colama.server.people.Joining;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory.
 *
 * @param url {@code ldap://} or {@code ldaps://} with host and port
 * @param startTls whether a plain connection becomes a safe one before anything is said
 * @param trust certificates to trust instead of the system's
 * @param bindDn who searches; empty for nobody in particular
 * @param bindPassword of him
 * @param userBase where people are
 * @param userFilter which of them has a name, <code>{0}</code>
 * @param idAttribute what names an entry for ever
 * @param nameAttribute the name that an account is to have
 * @param fullNameAttribute for people to read
 * @param groupBase where groups are; empty to ask for none
 * @param groupFilter which of them has a member: <code>{0}</code> is his DN, <code>{1}</code> his
 *     name
 * @param groupNameAttribute what a group is called
 * @param joining how people become accounts
 */
public record LdapSettings(
        URI url,
        boolean startTls,
        Optional<Path> trust,
        Optional<String> bindDn,
        String bindPassword,
        String userBase,
        String userFilter,
        String idAttribute,
        String nameAttribute,
        String fullNameAttribute,
        Optional<String> groupBase,
        String groupFilter,
        String groupNameAttribute,
        Joining joining) {

    /** Without the password: settings are printed where something is wrong. */
    @Override
    public String toString() {
        return "ldap at " + url;
    }
}
