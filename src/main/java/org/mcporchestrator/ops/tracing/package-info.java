/** Traces in the form of OpenTelemetry: one of each workflow, with a span of each step. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.ops.tracing;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
