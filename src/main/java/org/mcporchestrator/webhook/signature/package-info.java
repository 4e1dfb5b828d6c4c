/** How a receiver knows that a delivery is ours. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.webhook.signature;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
