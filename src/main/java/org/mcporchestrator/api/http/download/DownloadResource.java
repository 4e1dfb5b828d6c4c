package org.mcporchestrator.api.http.download;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestPath;
import org.mcporchestrator.api.http.Failure;
import org.mcporchestrator.api.http.Problems;
import org.mcporchestrator.document.Document;
import org.mcporchestrator.document.Format;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** {@code GET /download/{task_id}/{name}}: the report of an ended workflow, whatever documents it listed. */
@Path("/download")
@NonBlocking
public class DownloadResource {

    private final Workflows workflows;
    private final Problems problems;

    DownloadResource(Workflows workflows, Problems problems) {
        this.workflows = workflows;
        this.problems = problems;
    }

    @GET
    @Path("/{id}/{name}")
    public Uni<Response> download(@RestPath String id, @RestPath String name) {
        return Format.ofFile(name)
                .map(format -> workflows.find(workflow(id)).chain(view -> answer(view, format)))
                .orElseGet(() -> Uni.createFrom().item(() -> failed(problems.noSuchDocument())));
    }

    /** A long report takes a while to render, and the event loop has no while. */
    private Uni<Response> answer(WorkflowView view, Format format) {
        return view.result()
                .map(result -> Uni.createFrom().item(new Document(view.standing().submission(), result, format))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(DownloadResource::sent))
                .orElseGet(() -> Uni.createFrom().item(() -> failed(problems.notEnded())));
    }

    private static Response sent(Document document) {
        return Response.ok(document.text(), document.format().mediaType() + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + document.fileName() + "\"")
                .header("Content-Security-Policy", Document.POLICY)
                .build();
    }

    private static Response failed(Failure failure) {
        var response = Response.status(failure.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(failure.body());
        failure.headers().forEach(response::header);
        return response.build();
    }

    private static WorkflowId workflow(String id) {
        return WorkflowId.parse(id)
                .orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "no workflow has this task_id"));
    }
}
