/** Performs steps by calling providers, with retries; and which provider is meant. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.agent.model;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
