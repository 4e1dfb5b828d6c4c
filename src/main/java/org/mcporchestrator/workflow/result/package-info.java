/** The report of a workflow and its parts, as stored and as answered. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.result;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
