/** Resources of the versioned API. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.v1;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
