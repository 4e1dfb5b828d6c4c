package org.mcporchestrator.journal.durable;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Uni;

/** A journal that survives this process, that other processes share, and that may be out of reach or come back empty. */
public interface DurableJournal extends Journal {

    /** What became of a workflow that was to be brought up to date. */
    enum Restoration {
        /** It stands there as in the snapshot. */
        RESTORED,
        /** Nothing was written: it has another driver, has ended otherwise, or was removed. */
        REFUSED
    }

    /**
     * A random mark that stays as long as the store keeps its data, a blank, and the run of the store. With another mark all
     * that was recorded is gone. With the same mark and another run the last writes may be gone: it was restarted, or a replica
     * took its place. Empty while data is being removed.
     */
    Uni<String> incarnation();

    /**
     * Brings a workflow up to date that was driven while the store was out of reach, or records it anew.
     *
     * @param driver that drove it; it may overwrite what it recorded itself under the same or an older epoch, and nothing else.
     *        Its claim holds for the lease from now on
     * @param known whether this very run had it: then it was removed if it is missing, and stays so
     */
    Uni<Restoration> restore(Lease driver, Snapshot snapshot, boolean known);

    /** Those of the workflows that are known and that nobody has ever claimed. */
    Uni<Set<WorkflowId>> unbegun(Collection<WorkflowId> ids);

    /** All events so far, at once. */
    Uni<List<JournalEntry>> entries(WorkflowId id);
}
