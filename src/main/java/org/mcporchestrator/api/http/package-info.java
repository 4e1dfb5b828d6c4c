/** The plain HTTP interface: translates requests, calls one use case, translates back. Every answer is JSON. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
