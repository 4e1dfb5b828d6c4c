/** Keeps workflows within what they may cost. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.budget;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
