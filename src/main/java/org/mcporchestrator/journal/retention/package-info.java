/** How long a journal keeps what has ended; the same for every adapter. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.journal.retention;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
