/** Whose a workflow is, seen from the engine: the process before this one, what is gone on from, and figures of it. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.claim;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
