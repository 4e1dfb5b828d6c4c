/** Messages for one reader, and the round of the event loop in which they come together. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.mailbox;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
