package io.colama.server.front;

/**
 * How much may be asked of a server; 0 is no limit.
 *
 * @param perAddress requests of one address in a minute
 * @param perAccount requests of one account in a minute
 * @param loginsPerAddress logins that one address tries in a minute
 * @param heavyPerAccount differences, inspections and downloads of one account at once
 */
public record Limits(int perAddress, int perAccount, int loginsPerAddress, int heavyPerAccount) {

    /** What holds when nobody says. */
    public static final Limits USUAL = new Limits(12_000, 6_000, 60, 8);
}
