package org.mcporchestrator.api.http.download;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

import org.mcporchestrator.api.http.Problems;
import org.mcporchestrator.document.Document;
import org.mcporchestrator.document.Format;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** The report of an ended workflow, whatever documents it listed. */
@Singleton
public class Documents {

    private final Workflows workflows;
    private final Problems problems;

    Documents(Workflows workflows, Problems problems) {
        this.workflows = workflows;
        this.problems = problems;
    }

    /** The document of that name, or why there is none. */
    public Uni<Response> of(String id, String name) {
        return Format.ofFile(name)
                .map(format -> workflows.find(workflow(id)).chain(view -> answer(view, format)))
                .orElseThrow(problems::noSuchDocument);
    }

    /** A long report takes a while to render, and the event loop has no while. */
    private Uni<Response> answer(WorkflowView view, Format format) {
        return view.awaitedResult()
                .map(result -> Uni.createFrom().item(new Document(view.standing().submission(), result, format))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(Documents::sent))
                .orElseThrow(problems::notEnded);
    }

    private static Response sent(Document document) {
        return Response.ok(document.text(), document.format().mediaType() + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + document.fileName() + "\"")
                .header("Content-Security-Policy", Document.POLICY)
                .build();
    }

    private static WorkflowId workflow(String id) {
        return WorkflowId.parse(id)
                .orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "no workflow has this task_id"));
    }
}
