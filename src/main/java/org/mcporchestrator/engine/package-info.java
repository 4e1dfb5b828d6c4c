/** The engine: plan the next move, perform it, record what came of it, repeat. Use cases, claims, cache and rehydration. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
