/**
 * The journal in Redis: one script per transition, plain reads. {@link org.mcporchestrator.redis.RedisKeys} lists all keys.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
