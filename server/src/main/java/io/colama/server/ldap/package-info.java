/**
 * A directory that knows people: OpenLDAP, Active Directory, or any other that speaks LDAP.
 *
 * <p>{@link io.colama.server.ldap.LdapDirectory} searches for the entry of a name as somebody who
 * may search, and then tries the password by binding as that entry. What is typed is a value in a
 * filter and never a part of it; an empty password, which directories take for nobody in
 * particular, is not tried; referrals to other hosts, which would get to see the password, are not
 * followed ([RFC 4511], [RFC 4513, 5.1.2], [RFC 4515]).
 */
@NullMarked
package io.colama.server.ldap;

import org.jspecify.annotations.NullMarked;
