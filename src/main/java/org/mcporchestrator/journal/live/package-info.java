/** What is told to those who watch at the moment and kept nowhere: how far an answer is, and its text as it comes. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.journal.live;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
