/** Vendors that speak the wire format of OpenAI's chat completions. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.provider.openai;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
