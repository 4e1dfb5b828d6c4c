/** What the process was started with, and what it tells at its end. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.cli.process;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
