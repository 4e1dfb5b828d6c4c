/** The read side: a workflow's events, past then live, at each reader's own pace. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.stream;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
