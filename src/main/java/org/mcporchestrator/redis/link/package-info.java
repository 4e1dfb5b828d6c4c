/** The connection to Redis: pinned, pipelined, fast to fail, back by itself. Knows nothing of what is stored. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.link;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
