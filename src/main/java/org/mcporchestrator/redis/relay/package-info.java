/** The relay over a Redis channel. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.relay;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
