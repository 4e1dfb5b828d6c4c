/** Answers without a model: for tests, development and demonstrations. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.provider.scripted;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
