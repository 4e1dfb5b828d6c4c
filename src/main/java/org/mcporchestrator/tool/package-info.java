/** The tools: what a caller, person or model, can have done, with the same arguments and answers over HTTP and MCP. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.tool;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
