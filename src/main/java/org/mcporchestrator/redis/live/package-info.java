/** What is to be seen of workflows at the moment, from process to process by way of Redis. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.live;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
