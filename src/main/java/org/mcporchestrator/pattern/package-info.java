/** How the steps of a workflow combine: from the workflow so far to the next move. Pure. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.pattern;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
