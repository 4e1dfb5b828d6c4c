/** What models are told: the words are resources, the rules for what goes into them are here. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.agent.prompt;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
