/** The command line: the server itself, and commands that ask a server over HTTP without starting one. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.cli;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
