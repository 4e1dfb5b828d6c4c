/** The port to durable memory: what is recorded of workflows, who drives which, and since when. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.journal;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
