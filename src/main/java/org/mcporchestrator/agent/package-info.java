/** The port to models: prompts, prices, retries; providers plug in here. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.agent;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
