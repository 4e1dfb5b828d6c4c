/**
 * The journal that the engine uses: Redis as long as it answers, this process' memory while it is away. What was driven here
 * meanwhile is brought up to date in Redis when it returns.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.failover;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
