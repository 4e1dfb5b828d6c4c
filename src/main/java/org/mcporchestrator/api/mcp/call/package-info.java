/** Tools over MCP: registration, the caller, answers and failures worded for a model. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.mcp.call;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
