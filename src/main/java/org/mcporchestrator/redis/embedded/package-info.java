/** A Redis server that this process starts, for whoever has none. Knows nothing of who uses it, nor of what is stored. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.embedded;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
