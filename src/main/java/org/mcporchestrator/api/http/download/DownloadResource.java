package org.mcporchestrator.api.http.download;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestPath;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** {@code GET /download/{task_id}/{name}}: the documents of a workflow, by the addresses that its result lists. */
@Path("/download")
@NonBlocking
public class DownloadResource {

    private final Documents documents;

    DownloadResource(Documents documents) {
        this.documents = documents;
    }

    @GET
    @Path("/{id}/{name}")
    public Uni<Response> download(@RestPath String id, @RestPath String name) {
        return documents.of(id, name);
    }
}
