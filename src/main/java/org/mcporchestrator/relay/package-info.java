/** Port to short messages between the processes that share a database: told to those who listen now, kept by nobody. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.relay;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
