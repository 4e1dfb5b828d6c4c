/** What the kept workflows add up to: counts, costs, times. The same on every process. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.analytics;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
