/** How Redis is: its figures for health, its room for new workflows, and what its settings endanger. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.monitor;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
