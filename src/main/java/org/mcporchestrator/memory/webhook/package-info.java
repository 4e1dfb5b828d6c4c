/** Webhooks in memory. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.memory.webhook;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
