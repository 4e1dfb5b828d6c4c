/** Failures as data: a closed list of codes, and the exception that carries one. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow.fault;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
