/** How a workflow goes on, as its events tell: for a terminal, a pipe or a program. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.cli.progress;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
