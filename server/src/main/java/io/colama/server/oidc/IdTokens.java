package io.colama.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks the tokens of a provider that say who somebody is. */
final class IdTokens {

    /** How far the provider's clock may be off. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Set<JWSAlgorithm> GOOD = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int FEWEST_BITS = 2048;

    private final String issuer;
    private final String clientId;
    private final Clock clock;

    IdTokens(String issuer, String clientId, Clock clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clock = clock;
    }

    /** A token as it came. */
    static SignedJWT parse(String text) throws OperationException {
        try {
            SignedJWT token = SignedJWT.parse(text); // one without a signature is none
            JWSHeader header = token.getHeader();
            if (!GOOD.contains(header.getAlgorithm())) {
                throw refused(
                        "it is signed by %s, and only RS256 and ES256 are taken"
                                .formatted(header.getAlgorithm()));
            }
            if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
                throw refused("its header asks for what is not known here");
            }
            return token;
        } catch (ParseException e) {
            throw refused("it is not a signed token");
        }
    }

    /** The keys that may have signed a token; none when they are to be looked up again. */
    static List<JWK> candidates(SignedJWT token, JWKSet keys) {
        JWSHeader header = token.getHeader();
        List<JWK> candidates = new ArrayList<>();
        for (JWK key : keys.getKeys()) {
            boolean kind =
                    header.getAlgorithm().equals(JWSAlgorithm.RS256)
                            ? key instanceof RSAKey
                            : key instanceof ECKey;
            boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
            boolean signs = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
            boolean algorithm =
                    key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm());
            if (kind && named && signs && algorithm) {
                candidates.add(key);
            }
        }
        return candidates;
    }

    /**
     * What a token says.
     *
     * @param keys that may have signed it
     * @param nonce that was sent when it was asked for
     * @throws OperationException when anything of it is wrong
     */
    JWTClaimsSet check(SignedJWT token, List<JWK> keys, String nonce) throws OperationException {
        if (keys.stream().noneMatch(key -> isSigned(token, key))) {
            throw refused("its signature fits no key of the provider");
        }
        JWTClaimsSet claims;
        try {
            claims = token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw refused("what it says is not JSON");
        }
        if (!issuer.equals(claims.getIssuer())) {
            throw refused("it was issued by somebody else");
        }
        List<String> audience = claims.getAudience();
        Object party = claims.getClaim("azp");
        if (!audience.contains(clientId)
                || (party != null && !clientId.equals(party))
                || (party == null && audience.size() > 1)) {
            throw refused("it is meant for somebody else");
        }
        Instant now = clock.instant();
        Optional<Instant> end = time(claims.getExpirationTime());
        if (end.isEmpty() || !end.get().plus(SKEW).isAfter(now)) {
            throw refused("it has expired");
        }
        if (isLater(claims.getIssueTime(), now) || isLater(claims.getNotBeforeTime(), now)) {
            throw refused("it is from the future: compare the clocks");
        }
        if (!Objects.equals(claims.getClaim("nonce"), nonce)) {
            throw refused("it does not belong to this login");
        }
        if (claims.getSubject() == null || claims.getSubject().isEmpty()) {
            throw refused("it does not say who you are");
        }
        return claims;
    }

    private static boolean isLater(@org.jspecify.annotations.Nullable Date date, Instant now) {
        return date != null && date.toInstant().isAfter(now.plus(SKEW));
    }

    private static Optional<Instant> time(@org.jspecify.annotations.Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static boolean isSigned(SignedJWT token, JWK key) {
        try {
            JWSVerifier verifier;
            if (key instanceof RSAKey rsa && rsa.size() >= FEWEST_BITS) {
                verifier = new RSASSAVerifier(rsa.toRSAPublicKey());
            } else if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
                verifier = new ECDSAVerifier(ec.toECPublicKey());
            } else {
                return false;
            }
            return token.verify(verifier);
        } catch (JOSEException e) {
            return false; // a key that is none verifies nothing
        }
    }

    private static OperationException refused(String why) {
        return new OperationException(Failure.REFUSED, "the provider's token is refused: " + why);
    }
}
