/** Clock, wire format, health checks and meters. Nothing depends on it. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.ops;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
