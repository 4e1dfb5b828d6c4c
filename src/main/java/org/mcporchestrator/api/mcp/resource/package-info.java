/** What a model client can read and reuse: workflows and patterns as resources, and prompts. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.mcp.resource;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
