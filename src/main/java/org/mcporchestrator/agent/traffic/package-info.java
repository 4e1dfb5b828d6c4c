/**
 * When calls may leave: one lane for each provider, with its limits and its circuit breaker, shared fairly by the workflows.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.agent.traffic;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
