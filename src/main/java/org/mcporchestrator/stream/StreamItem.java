package org.mcporchestrator.stream;

import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;

/** What a reader of a workflow's events gets. */
public sealed interface StreamItem {

    /** The reader was let in; always the first item, so that it is heard even if nothing happens for long. */
    record Opened() implements StreamItem {}

    /** Something happened; its position is where a reader goes on after a lost connection. */
    record Event(JournalEntry entry) implements StreamItem {}

    /** Something that can be seen now and is not kept: it has no position, and may be missing. */
    record Seen(Sight sight) implements StreamItem {}

    /** Nothing may have happened, the connection is alive. */
    record Heartbeat() implements StreamItem {}

    /** The workflow has ended and every event of it was sent; always the last item. */
    record Closed(WorkflowId id) implements StreamItem {}

    /** The events cannot be read any more; the last item. Behind the last event the reader may come again. */
    record Broken(WorkflowId id, Fault fault) implements StreamItem {}
}
