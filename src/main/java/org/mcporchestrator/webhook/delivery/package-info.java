/** Delivers events: who is due, one attempt on the wire, and what follows from it. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.webhook.delivery;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
