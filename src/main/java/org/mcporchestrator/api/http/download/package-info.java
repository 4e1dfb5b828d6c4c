/** Reports of workflows over HTTP. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.download;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
