package org.mcporchestrator.redis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.StepId;

/** What scripts are given, in the order that the first lines of their files name. */
final class Arguments {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final Stored stored;
    private final RetentionConfig retention;

    Arguments(Stored stored, RetentionConfig retention) {
        this.stored = stored;
        this.retention = retention;
    }

    List<String> create(Submission submission, Optional<Lease> lease) {
        return List.of(submission.id().value(), lease.map(given -> given.owner().value()).orElse(""),
                lease.map(Arguments::millis).orElse("0"), stored.text(submission), model(submission),
                Stored.micros(submission.createdAt()), submission.pattern().wire(), day(submission.createdAt()));
    }

    static List<String> claim(Lease lease, int slots, String id) {
        var patience = lease.patience();
        return List.of(lease.owner().value(), millis(lease), Integer.toString(slots), id,
                Integer.toString(patience.suspectFrom()), Integer.toString(patience.endFrom()),
                Integer.toString(patience.endFrom() + Patience.ENDINGS), Integer.toString(Patience.LEASES_ALONE));
    }

    static List<String> succeed(Lease lease, String instance) {
        return List.of(instance, lease.owner().value(), Integer.toString(lease.patience().suspectFrom()));
    }

    static List<String> renew(Lease lease, List<Claim> claims) {
        var arguments = new ArrayList<>(List.of(lease.owner().value(), millis(lease)));
        claims.forEach(claim -> arguments.addAll(List.of(claim.id().value(), Long.toString(claim.epoch()))));
        return arguments;
    }

    static List<String> release(List<Claim> claims) {
        return claims.stream()
                .flatMap(claim -> List.of(claim.id().value(), claim.owner().value(), Long.toString(claim.epoch())).stream())
                .toList();
    }

    List<String> append(Claim claim, Batch batch) {
        return batch(claim, batch, batch.progress().status().wire());
    }

    List<String> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        var arguments = batch(claim, batch, result.status().wire());
        arguments.addAll(List.of(result.error().orElse(""), stored.text(result.error()), Stored.iso(result.completedAt()),
                Stored.seconds(result.completedAt()), stored.text(result), reopenable ? "1" : "0",
                Long.toString(retention.age().toSeconds()), RedisKeys.hourOf(result.completedAt()),
                Totals.seconds(result.executionTime()).toPlainString()));
        arguments.addAll(Totals.of(result));
        return arguments;
    }

    List<String> offer(WorkflowId id, Map<StepId, Offer> offers) {
        var arguments = new ArrayList<>(List.of(id.value()));
        offers.forEach((step, offer) -> {
            arguments.add(step.value());
            arguments.add(offer.premise() + " " + stored.outcome(offer.outcome()));
        });
        return arguments;
    }

    List<String> reopen(Submission submission, Set<StepId> forgotten) {
        var arguments = new ArrayList<>(List.of(submission.id().value(), stored.text(submission), model(submission),
                Stored.micros(submission.createdAt())));
        forgotten.forEach(step -> arguments.add(step.value()));
        return arguments;
    }

    List<String> prune(int chunk, String cursor) {
        return List.of(Long.toString(retention.age().toSeconds()), Integer.toString(retention.maxResults()),
                Long.toString(retention.maxBytes().asLongValue()), Integer.toString(chunk), cursor);
    }

    private List<String> batch(Claim claim, Batch batch, String status) {
        var progress = batch.progress();
        var arguments = new ArrayList<>(List.of(claim.id().value(), claim.owner().value(), Long.toString(claim.epoch()),
                Long.toString(batch.firstSeq()), Integer.toString(batch.events().size()),
                Integer.toString(batch.outcomes().size()), status, progress.stage().wire(),
                Integer.toString(progress.agents()), Integer.toString(progress.answered()), Integer.toString(progress.failed()),
                progress.cost().toPlainString(), progress.startedAt().map(Stored::iso).orElse("")));
        batch.events().forEach(event -> arguments.add(stored.text(event)));
        batch.outcomes().forEach((step, outcome) -> {
            arguments.add(step.value());
            arguments.add(stored.outcome(outcome));
        });
        return arguments;
    }

    private String model(Submission submission) {
        return stored.text(submission.config().common().primaryModel());
    }

    static String millis(Lease lease) {
        return Long.toString(lease.length().toMillis());
    }

    static String day(Instant at) {
        return DAY.format(at.atOffset(ZoneOffset.UTC).toLocalDate());
    }
}
