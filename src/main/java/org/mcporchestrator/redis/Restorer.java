package org.mcporchestrator.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.redis.link.Script;
import org.mcporchestrator.workflow.Status;

/** What the restore script gets. An ended workflow is restored up to its last event, which its end brings. */
record Restorer(Stored stored, Lease driver, Snapshot snapshot) {

    /** The claim under which the end of a restored workflow is recorded. */
    Claim claim() {
        return new Claim(snapshot.id(), driver.owner(), snapshot.standing().head().epoch(), running().size(), 0);
    }

    /** The last event of an ended workflow. */
    Batch ending() {
        var last = snapshot.entries().getLast();
        return new Batch(last.position().seq(), List.of(last.envelope()), Map.of(), snapshot.standing().head().progress());
    }

    List<byte[]> arguments(boolean known) {
        var submission = snapshot.standing().submission();
        var head = snapshot.standing().head();
        var progress = head.progress();
        var driven = head.owner().isPresent() || snapshot.result().isPresent();
        var arguments = new ArrayList<>(Arguments.texts(snapshot.id().value(), driver.owner().value(), Arguments.millis(driver),
                flag(known), flag(driven), Long.toString(head.epoch()), Integer.toString(running().size()), status().wire(),
                progress.stage().wire(), Integer.toString(progress.agents()), Integer.toString(progress.answered()),
                Integer.toString(progress.failed()), progress.cost().toPlainString(),
                progress.startedAt().map(Stored::iso).orElse(""), flag(head.cancelRequested()), stored.text(submission),
                stored.text(submission.config().common().primaryModel()), Stored.micros(submission.createdAt()),
                submission.pattern().wire(), Arguments.day(submission.createdAt()), Arguments.priority(submission),
                Integer.toString(running().size()), stored.spending(progress)));
        arguments.addAll(Arguments.webhook(snapshot.webhook()));
        running().forEach(
                entry -> arguments.addAll(Arguments.texts(entry.position().toString(), stored.text(entry.envelope()))));
        snapshot.outcomes()
                .forEach((step, outcome) -> arguments.addAll(List.of(Script.argument(step.value()), stored.outcome(outcome))));
        return arguments;
    }

    private List<JournalEntry> running() {
        var entries = snapshot.entries();
        return snapshot.result().isPresent() ? entries.subList(0, Math.max(0, entries.size() - 1)) : entries;
    }

    private Status status() {
        var status = snapshot.standing().status();
        return status.ended() ? Status.RUNNING : status;
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
