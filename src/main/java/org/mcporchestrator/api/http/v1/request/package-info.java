/** What callers of the resources send: bodies, query parameters, and their problems by JSON pointer or name. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.v1.request;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
