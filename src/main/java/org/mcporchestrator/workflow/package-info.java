/**
 * The vocabulary of the product: what a workflow is, what its steps are and what they yield. Plain Java; everything else
 * depends on it and it depends on nothing.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.workflow;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
