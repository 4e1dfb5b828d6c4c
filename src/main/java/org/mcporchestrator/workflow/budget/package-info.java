/** What a workflow may cost, and what it has cost so far. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.budget;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
