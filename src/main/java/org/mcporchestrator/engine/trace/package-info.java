/** Port to those who watch how long what takes. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.trace;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
