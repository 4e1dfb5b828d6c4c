/** What every request passes before a resource sees it: who calls, how large the body is, and that every failure is JSON. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.gate;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
