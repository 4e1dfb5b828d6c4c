package org.mcporchestrator.api.http.v1.request;

import java.util.Optional;

import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;

/** Which workflows to list, and where the page begins. */
public record Selection(Filter filter, Optional<Cursor> after, int limit) {}
