/** Steps: what an agent is asked for, how the model is called, what it yields. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.step;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
