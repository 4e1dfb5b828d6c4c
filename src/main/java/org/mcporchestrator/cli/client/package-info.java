/** A server as its clients see it, over HTTP. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.cli.client;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
