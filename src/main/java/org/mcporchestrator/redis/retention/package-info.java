/** Removal of ended workflows beyond their retention. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.retention;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
