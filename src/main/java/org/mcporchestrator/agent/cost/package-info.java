/** What calls are likely to cost, before they are made. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.agent.cost;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
