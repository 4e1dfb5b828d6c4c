/** The tools that start, watch and stop workflows, and tell how they can be arranged. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.tool.orchestration;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
