/** What a message passes before it reaches the protocol's implementation: its form, its session, its streams. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.mcp.wire;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
