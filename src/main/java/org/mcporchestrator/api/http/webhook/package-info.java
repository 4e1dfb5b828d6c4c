/** Webhooks over HTTP: registration, by the first routes too, and what was put aside. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.webhook;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
