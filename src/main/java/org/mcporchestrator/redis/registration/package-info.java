/** How a webhook is written to Redis, with its workflow or later. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.registration;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
