/** Whom to tell of a workflow's events, as it was asked for. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.webhook;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
