/** On which terms a new workflow is taken. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.journal.admission;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
