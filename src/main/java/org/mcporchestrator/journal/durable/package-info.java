/** What a journal offers that survives this process and is shared with others. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.journal.durable;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
