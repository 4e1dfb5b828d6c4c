/** What providers over HTTP have in common: one call on the wire, the reading of answers and errors, addresses and keys. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.provider.http;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
