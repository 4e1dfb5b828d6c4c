/** What the resources answer: workflows and pages of them. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.v1.answer;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
