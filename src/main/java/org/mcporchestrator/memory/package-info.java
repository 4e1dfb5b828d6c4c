/** The ports in memory: for tests, and for running without Redis. Claims, epochs and fencing as in Redis. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.memory;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
