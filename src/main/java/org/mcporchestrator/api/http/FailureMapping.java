package org.mcporchestrator.api.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Hands every failure of a resource, and of finding one, to {@link Problems}. */
@Singleton
class FailureMapping {

    private final Problems problems;

    FailureMapping(Problems problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    public Response any(Throwable failure, UriInfo uri) {
        return response(problems.of(failure), uri);
    }

    @ServerExceptionMapper({ NotFoundException.class, NotAllowedException.class })
    public Response nothingThere(UriInfo uri) {
        return response(problems.nothingAt(uri.getPath()), uri);
    }

    @ServerExceptionMapper
    public Response refusedByHttp(WebApplicationException failure, UriInfo uri) {
        return response(problems.status(failure.getResponse().getStatus()), uri);
    }

    private static Response response(Failure failure, UriInfo uri) {
        var path = uri.getPath();
        var response = Response.status(failure.status()).type(failure.mediaType(path)).entity(failure.body(path).toString());
        failure.headers().forEach(response::header);
        return response.build();
    }
}
