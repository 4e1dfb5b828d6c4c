/** Events as server-sent events. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.sse;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
