/** Reports for people: the result of a workflow as a document. Pure; nothing is kept. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.document;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
