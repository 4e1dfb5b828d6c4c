/** Where deliveries may go. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.webhook.target;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
