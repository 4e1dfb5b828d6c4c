/** The texts of scripts: what each of them carries of what they share. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.redis.script;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
