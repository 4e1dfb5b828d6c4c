/** Limits of providers that all processes keep together. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.limit;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
