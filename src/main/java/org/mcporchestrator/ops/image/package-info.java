/** What only the native executable does. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.ops.image;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
