/** The public facts in a workflow's journal. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.event;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
