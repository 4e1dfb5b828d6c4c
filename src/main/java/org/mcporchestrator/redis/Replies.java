package org.mcporchestrator.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Backlog;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.vertx.mutiny.redis.client.Response;

/** What scripts answer: a word, at times with a claim behind it. */
final class Replies {

    private static final int VALUES_OF_A_CLAIM = 4;

    private Replies() {}

    /** How far the queues have been walked through. */
    record Place(String waiting, String overdue) {

        static final Place FRONT = new Place("0", "0");
    }

    /** @param aside what was taken out of the queues since nobody can drive it; not always the id of a workflow */
    record Claimed(List<Claim> claims, List<String> aside, Place place) {}

    /** The first word; fails if the workflow is not known, or was written by a newer version of this server. */
    static String word(Response reply, WorkflowId id) {
        var word = reply.get(0).toString();
        return switch (word) {
            case "UNKNOWN" -> throw unknown(id);
            case "DAMAGED" -> throw damaged(id);
            case "NEWER" -> throw new FaultException(Fault.Code.WORKFLOW_UNREADABLE,
                    "the workflow " + id + " belongs to a newer version of this server");
            default -> word;
        };
    }

    static FaultException damaged(WorkflowId id) {
        return new FaultException(Fault.Code.WORKFLOW_UNREADABLE, "what is recorded of the workflow " + id + " is damaged");
    }

    static FaultException unknown(WorkflowId id) {
        return new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id);
    }

    static Write write(Response reply, WorkflowId id) {
        return Write.valueOf(word(reply, id));
    }

    static Creation creation(Response reply, WorkflowId id, Owner owner) {
        return switch (word(reply, id)) {
            case "CLAIMED" -> new Creation.Claimed(claim(reply, 1, owner));
            case "QUEUED" -> new Creation.Queued();
            case "FULL" -> new Creation.Full();
            case "REPEATED" -> new Creation.Repeated(new WorkflowId(reply.get(1).toString()));
            case "REUSED" -> new Creation.KeyReused(new WorkflowId(reply.get(1).toString()));
            default -> new Creation.Duplicate(id);
        };
    }

    static Backlog backlog(Response reply) {
        var oldest = Optional.of(reply.get(1).toString()).filter(micros -> !micros.isEmpty())
                .map(micros -> Stored.ofMicros(Double.parseDouble(micros)));
        return new Backlog(reply.get(0).toInteger(), oldest);
    }

    static Claimed claimed(Response reply, Owner owner) {
        var aside = StreamSupport.stream(reply.get(1).spliterator(), false).map(Response::toString).toList();
        return new Claimed(claims(reply.get(0), owner), aside, new Place(reply.get(2).toString(), reply.get(3).toString()));
    }

    private static List<Claim> claims(Response reply, Owner owner) {
        var claims = new ArrayList<Claim>();
        for (var at = 0; at < reply.size(); at += VALUES_OF_A_CLAIM) {
            claims.add(claim(reply, at, owner));
        }
        return List.copyOf(claims);
    }

    static Claim claim(Response reply, int at, Owner owner) {
        return new Claim(new WorkflowId(reply.get(at).toString()), owner, reply.get(at + 1).toLong(),
                reply.get(at + 2).toLong(), reply.get(at + 3).toInteger());
    }
}
