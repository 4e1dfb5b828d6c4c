package org.mcporchestrator.api.http.analytics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestResponse;
import org.mcporchestrator.analytics.Analytics;
import org.mcporchestrator.analytics.Performance;
import org.mcporchestrator.api.http.Problems;
import org.mcporchestrator.tool.Refusal;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** What the kept workflows add up to. */
@Path("/analytics")
@Produces(MediaType.APPLICATION_JSON)
public class AnalyticsResource {

    private final Analytics analytics;
    private final Problems problems;

    AnalyticsResource(Analytics analytics, Problems problems) {
        this.analytics = analytics;
        this.problems = problems;
    }

    @GET
    @Path("/workflows")
    public Uni<ObjectNode> workflows() {
        return told(analytics.counts().map(AnalyticsBodies::of));
    }

    @GET
    @Path("/costs")
    public Uni<ObjectNode> costs() {
        return told(analytics.costs().map(AnalyticsBodies::of));
    }

    @GET
    @Path("/performance")
    public Uni<RestResponse<ObjectNode>> performance() {
        return told(analytics.performance().map(found -> found.map(AnalyticsResource::found).orElseGet(this::nothing)));
    }

    private static RestResponse<ObjectNode> found(Performance performance) {
        return RestResponse.ok(AnalyticsBodies.of(performance));
    }

    private RestResponse<ObjectNode> nothing() {
        var failure = problems.nothingEnded();
        return RestResponse.ResponseBuilder.<ObjectNode> create(failure.status()).entity(failure.body()).build();
    }

    private static <T> Uni<T> told(Uni<T> figures) {
        return figures.onFailure(FaultException.class).transform(failure -> new Refusal((FaultException) failure,
                JsonNodeFactory.instance.objectNode().put("message",
                        "analytics are read from Redis, which all processes share; there are none without it")));
    }
}
