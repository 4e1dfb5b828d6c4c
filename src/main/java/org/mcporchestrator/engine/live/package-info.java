/** Shows what models write while they write it. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.engine.live;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
