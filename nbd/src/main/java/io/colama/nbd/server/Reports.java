package io.colama.nbd.server;

/** Is told what happens, for people. Threads: any. */
public interface Reports {

    /** Nobody wants to know. */
    Reports NONE = text -> {};

    /** Something went wrong: a client broke the protocol, a disk could not be read. */
    void problem(String text);
}
