package org.mcporchestrator.api.http.v1.answer;

import jakarta.inject.Singleton;

import org.mcporchestrator.api.http.v1.request.Cursors;
import org.mcporchestrator.document.Format;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.tool.Allowance;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A workflow as a resource: what it is, where it stands, and where all that belongs to it is to be had. */
@Singleton
public class Representation {

    public static final String WORKFLOWS = "/v1/workflows";

    private final ObjectMapper mapper;
    private final Allowance allowance;

    Representation(ObjectMapper mapper, Allowance allowance) {
        this.mapper = mapper;
        this.allowance = allowance;
    }

    public static String pathOf(WorkflowId id) {
        return WORKFLOWS + "/" + id;
    }

    /** With what was asked for. */
    public ObjectNode of(WorkflowView view) {
        var answer = of(view.standing());
        answer.put("task", view.standing().submission().task());
        answer.set("config", mapper.valueToTree(view.standing().submission().config()));
        view.result().map(result -> result.metadata().get("stopped_by"))
                .ifPresent(reason -> answer.put("stopped_by", reason.toString()));
        return answer;
    }

    /** Of a workflow that has just been taken and of which nothing more is known. */
    public ObjectNode of(Submission submission, Status status) {
        var answer = beginning(submission, status);
        answer.put("task", submission.task());
        answer.set("config", mapper.valueToTree(submission.config()));
        answer.set("progress", progress(Progress.NONE));
        return linked(answer, submission.id(), status);
    }

    public ObjectNode page(Listing listing) {
        var answer = mapper.createObjectNode();
        var all = answer.putArray("workflows");
        listing.standings().stream().map(this::of).forEach(all::add);
        return answer.put("next_cursor", listing.next().map(Cursors::text).orElse(null));
    }

    private ObjectNode of(Standing standing) {
        var head = standing.head();
        var answer = beginning(standing.submission(), standing.status());
        head.progress().startedAt().ifPresent(at -> answer.set("started_at", mapper.valueToTree(at)));
        head.completedAt().ifPresent(at -> answer.set("completed_at", mapper.valueToTree(at)));
        answer.set("progress", progress(head.progress()));
        allowance.of(standing).ifPresent(budget -> answer.set("budget", budget));
        head.error().ifPresent(error -> answer.put("error", error));
        return linked(answer, standing.id(), standing.status());
    }

    private ObjectNode beginning(Submission submission, Status status) {
        var common = submission.config().common();
        var answer = mapper.createObjectNode()
                .put("id", submission.id().value())
                .put("status", status.wire())
                .put("pattern", submission.pattern().wire())
                .put("title", submission.title())
                .put("provider", submission.provider())
                .put("model", common.primaryModel().orElse(null))
                .put("priority", common.priority().value());
        answer.set("labels", mapper.valueToTree(submission.labels()));
        answer.set("created_at", mapper.valueToTree(submission.createdAt()));
        return answer;
    }

    private ObjectNode progress(Progress progress) {
        return mapper.createObjectNode()
                .put("stage", progress.stage().wire())
                .put("agents", progress.agents())
                .put("answered", progress.answered())
                .put("failed", progress.failed())
                .put("percent", progress.percent())
                .put("cost", progress.cost());
    }

    private static ObjectNode linked(ObjectNode answer, WorkflowId id, Status status) {
        var self = pathOf(id);
        var links = answer.putObject("links")
                .put("self", self)
                .put("result", self + "/result")
                .put("events", self + "/events");
        if (status.ended()) {
            for (var format : Format.values()) {
                links.withArray("documents").add(self + "/documents/" + format.file());
            }
        } else {
            links.put("cancel", self + "/cancel");
        }
        return answer;
    }
}
