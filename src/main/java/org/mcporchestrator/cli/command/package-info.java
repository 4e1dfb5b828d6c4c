/** The commands that ask a server. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.cli.command;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
