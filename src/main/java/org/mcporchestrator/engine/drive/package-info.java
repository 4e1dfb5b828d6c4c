/** One driven workflow: its turns, its events, its report. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.drive;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
