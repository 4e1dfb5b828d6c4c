/**
 * The server for model clients that start a command: messages on standard input and output are exchanged with one over HTTP.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.cli.mcp;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
