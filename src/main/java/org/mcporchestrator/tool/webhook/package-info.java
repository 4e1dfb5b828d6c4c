/** Webhooks as callers give them, and starts that have one. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.tool.webhook;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
