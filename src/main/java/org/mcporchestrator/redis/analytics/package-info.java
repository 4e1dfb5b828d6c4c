/** Figures of the kept workflows, from the sums and indexes that the journal's scripts keep up to date. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.analytics;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
