/** Arguments of tools: one table of parameters says what is accepted, checks it, and describes it as JSON Schema. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.tool.argument;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
