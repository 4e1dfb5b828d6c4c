package org.mcporchestrator.redis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.redis.link.Script;
import org.mcporchestrator.redis.registration.WebhookFields;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.webhook.Webhook;

/** What scripts are given, in the order that the first lines of their files name. */
final class Arguments {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final Stored stored;
    private final RetentionConfig retention;

    Arguments(Stored stored, RetentionConfig retention) {
        this.stored = stored;
        this.retention = retention;
    }

    List<byte[]> create(Submission submission, Optional<Lease> lease, Admission admission) {
        var arguments = new ArrayList<>(texts(submission.id().value(), lease.map(given -> given.owner().value()).orElse(""),
                lease.map(Arguments::millis).orElse("0"), stored.text(submission), model(submission),
                Stored.micros(submission.createdAt()), submission.pattern().wire(), day(submission.createdAt()),
                priority(submission), Integer.toString(admission.mostWaiting()),
                admission.key().map(IdempotencyKey::digest).orElse(""),
                admission.key().map(IdempotencyKey::fingerprint).orElse(""),
                Long.toString(Math.max(1, retention.idempotencyKeys().toSeconds()))));
        arguments.addAll(webhook(admission.webhook()));
        return arguments;
    }

    static List<byte[]> webhook(Optional<Webhook> webhook) {
        return WebhookFields.of(webhook).stream().map(Script::argument).toList();
    }

    /** @param from where to go on, as the answer before told */
    static List<byte[]> claim(Lease lease, int slots, String id, Replies.Place from) {
        var patience = lease.patience();
        return texts(lease.owner().value(), millis(lease), Integer.toString(slots), id,
                Integer.toString(patience.suspectFrom()), Integer.toString(patience.endFrom()),
                Integer.toString(patience.endFrom() + Patience.ENDINGS), Integer.toString(Patience.LEASES_ALONE),
                from.waiting(), from.overdue());
    }

    static List<byte[]> succeed(Lease lease, String instance, boolean remains) {
        return texts(instance, lease.owner().value(), Integer.toString(lease.patience().suspectFrom()), remains ? "1" : "0");
    }

    static List<byte[]> renew(Lease lease, List<Claim> claims) {
        var arguments = new ArrayList<>(texts(lease.owner().value(), millis(lease)));
        claims.forEach(claim -> arguments.addAll(texts(claim.id().value(), Long.toString(claim.epoch()))));
        return arguments;
    }

    static List<byte[]> release(List<Claim> claims) {
        return claims.stream()
                .flatMap(claim -> texts(claim.id().value(), claim.owner().value(), Long.toString(claim.epoch())).stream())
                .toList();
    }

    List<byte[]> append(Claim claim, Batch batch) {
        return batch(claim, batch, batch.outcomes(), batch.progress().status().wire());
    }

    /** What steps yielded is needed again only where they can go on; else the result alone stays. */
    List<byte[]> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        var arguments = batch(claim, batch, reopenable ? batch.outcomes() : Map.of(), result.status().wire());
        arguments.addAll(texts(result.error().orElse(""), stored.text(result.error()), Stored.iso(result.completedAt()),
                Stored.seconds(result.completedAt())));
        arguments.add(stored.bytes(result));
        arguments.addAll(texts(reopenable ? "1" : "0", Long.toString(retention.age().toSeconds()),
                RedisKeys.hourOf(result.completedAt()), Totals.seconds(result.executionTime()).toPlainString()));
        Totals.of(result).forEach(total -> arguments.add(Script.argument(total)));
        return arguments;
    }

    List<byte[]> offer(WorkflowId id, Map<StepId, Offer> offers) {
        var arguments = new ArrayList<>(texts(id.value()));
        offers.forEach((step, offer) -> {
            arguments.add(Script.argument(step.value()));
            arguments.add(joined(Script.argument(offer.premise() + " "), stored.outcome(offer.outcome())));
        });
        return arguments;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    List<byte[]> reopen(Submission submission, Position seen, Set<StepId> forgotten) {
        var arguments = new ArrayList<>(texts(submission.id().value(), stored.text(submission), model(submission),
                Stored.micros(submission.createdAt()), priority(submission), seen.toString()));
        forgotten.forEach(step -> arguments.add(Script.argument(step.value())));
        return arguments;
    }

    private List<byte[]> batch(Claim claim, Batch batch, Map<StepId, Outcome> outcomes, String status) {
        var progress = batch.progress();
        var arguments = new ArrayList<>(texts(claim.id().value(), claim.owner().value(), Long.toString(claim.epoch()),
                Long.toString(batch.firstSeq()), Integer.toString(batch.events().size()),
                Integer.toString(outcomes.size()), status, progress.stage().wire(),
                Integer.toString(progress.agents()), Integer.toString(progress.answered()), Integer.toString(progress.failed()),
                progress.cost().toPlainString(), progress.startedAt().map(Stored::iso).orElse(""),
                stored.spending(progress)));
        batch.events().forEach(event -> arguments.add(stored.bytes(event)));
        outcomes.forEach((step, outcome) -> {
            arguments.add(Script.argument(step.value()));
            arguments.add(stored.outcome(outcome));
        });
        return arguments;
    }

    static List<byte[]> texts(String... texts) {
        return Arrays.stream(texts).map(Script::argument).toList();
    }

    private String model(Submission submission) {
        return stored.text(submission.config().common().primaryModel());
    }

    static String priority(Submission submission) {
        return Integer.toString(submission.config().common().priority().value());
    }

    static String millis(Lease lease) {
        return Long.toString(lease.length().toMillis());
    }

    static String day(Instant at) {
        return DAY.format(at.atOffset(ZoneOffset.UTC).toLocalDate());
    }
}
