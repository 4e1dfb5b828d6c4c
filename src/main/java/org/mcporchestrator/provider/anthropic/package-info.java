/** Anthropic, in its own wire format: the Messages API. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.provider.anthropic;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
