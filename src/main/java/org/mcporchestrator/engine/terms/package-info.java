/**
 * Whether what a caller wants can be had: providers that can be called, models with a price, changes of what was wanted before.
 */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.terms;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
