/** Webhooks: whom to tell of a workflow's events, how far that is, and what was put aside. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.webhook;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
