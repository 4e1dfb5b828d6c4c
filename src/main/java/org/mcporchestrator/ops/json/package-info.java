/** Writers of the types that every workflow writes, without reflection. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.ops.json;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
