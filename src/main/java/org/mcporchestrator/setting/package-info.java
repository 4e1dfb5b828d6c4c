/** How settings are read that have limits. */
@CheckReturnValue
@NullMarked
package org.mcporchestrator.setting;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
