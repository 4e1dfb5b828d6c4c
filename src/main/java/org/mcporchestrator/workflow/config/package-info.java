/** What a caller may choose about a workflow, with the defaults; part of the stored and the public form. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.config;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
