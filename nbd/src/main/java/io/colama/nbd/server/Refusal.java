package io.colama.nbd.server;

import io.colama.nbd.protocol.ErrorCode;

/** Why a request is not carried out. */
record Refusal(ErrorCode error, String message) {}
