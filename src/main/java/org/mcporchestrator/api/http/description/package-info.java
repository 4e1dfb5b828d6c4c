/** The description of the HTTP interface, as a document of OpenAPI 3.1. */
@NullMarked
@CheckReturnValue
package org.mcporchestrator.api.http.description;

import org.jspecify.annotations.NullMarked;

import com.google.errorprone.annotations.CheckReturnValue;
