package org.mcporchestrator.api.mcp.resource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.mcp.McpSession;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.tool.Registry;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;

@QuarkusTest
@Tag("application")
class WorkflowResourcesTest {

    @TestHTTPResource
    URI server;

    @Inject
    Workflows workflows;

    @Inject
    Registry registry;

    @Inject
    ObjectMapper mapper;

    /** As long as Redis lacks what a driver keeps in memory, less can be followed than the head tells. */
    @Test
    void eventsThatAreNotThereAreNotWaitedForForever() {
        var id = new McpSession(server).begun().tool("orchestrate_research", Map.of("task", "tides", "num_agents", 1,
                "wait_seconds", 30)).structured().path("task_id").asText();
        var journal = (Journal) Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, _) -> {
                    if (method.getName().equals("follow")) {
                        return Multi.createFrom().nothing();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        var reading = new WorkflowResources(workflows, journal, registry, mapper)
                .events(id, new RequestUri("orchestrator://" + id + "/events"))
                .subscribeAsCompletionStage();

        assertThatThrownBy(reading::join).cause().isInstanceOf(McpException.class)
                .hasMessage("journal_unavailable: not all events can be read now");
    }
}
