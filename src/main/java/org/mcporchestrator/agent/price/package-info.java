/** What models cost: by the vendors' pages, and by who runs this server. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.agent.price;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
