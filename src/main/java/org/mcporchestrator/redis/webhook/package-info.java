/** Webhooks in Redis. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.webhook;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
