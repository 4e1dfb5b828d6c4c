/**
 * When the calls of this process' workflows may leave: slots that the workflows share in turn, and only under a claim that
 * holds.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.call;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
