/** How long texts are kept small. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.packing;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
