/** The figures over HTTP, as the seed names and rounds them. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.analytics;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
