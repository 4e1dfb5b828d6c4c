package org.mcporchestrator.api.http.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.http.contract.Document.Operation;
import org.mcporchestrator.api.http.contract.Generator.Call;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** Whatever is asked, the answer is one that the document tells, and never a failure of the server. */
@QuarkusTest
@Tag("application")
class ContractTest {

    private static final int REQUESTS_OF_AN_OPERATION = 180;
    private static final int IN_FLIGHT = 48;
    private static final long SEED = 20_261_123;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore places = new Semaphore(IN_FLIGHT);
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();

    @TestHTTPResource
    URI root;

    @Test
    void fiveThousandRequestsAreAnsweredAsTheDocumentSays() throws Exception {
        var document = Document.of(root);
        var generator = new Generator(document, workflows(), SEED);
        var calls = new ArrayList<Call>();
        for (var operation : document.operations()) {
            for (var request = 0; request < REQUESTS_OF_AN_OPERATION; request++) {
                calls.add(generator.call(operation));
            }
        }
        Collections.shuffle(calls, new Random(SEED));
        calls.addAll(0, cancellations(document));
        calls.add(0, resumption(document));

        var answers = new ArrayList<CompletableFuture<Void>>();
        for (var call : calls) {
            places.acquire();
            answers.add(send(document, call));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();

        assertThat(calls).hasSizeGreaterThanOrEqualTo(5_000);
        assertThat(wrong).isEmpty();
        // nothing that was put aside is there to be found by chance
        assertThat(document.operations()).map(Operation::toString).filteredOn(name -> !name.contains("{letter}")).allSatisfy(
                operation -> assertThat(answered).as("some requests are right").containsKey(operation + " 2"));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private CompletableFuture<Void> send(Document document, Call call) {
        var request = HttpRequest.newBuilder(root.resolve(call.path())).timeout(Duration.ofSeconds(30))
                .method(call.operation().method(),
                        call.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        if (!call.headers().isEmpty()) {
            request.headers(call.headers().toArray(String[]::new));
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString())
                .whenComplete((_, _) -> places.release())
                .handle((response, failure) -> {
                    check(document, call, response, failure);
                    return null;
                });
    }

    private void check(Document document, Call call, HttpResponse<String> response, Throwable failure) {
        if (failure != null) {
            wrong.add(call + ": " + failure);
            return;
        }
        answered.merge(call.operation() + " " + response.statusCode() / 100, 1, Integer::sum);
        if (response.statusCode() > 499) {
            wrong.add(call + ": " + response.statusCode() + " " + response.body());
        }
        document.mismatch(call.operation(), response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""), response.body())
                .ifPresent(mismatch -> wrong.add(call + ": " + mismatch));
    }

    /** Of workflows that take their time: those that come about by chance have mostly ended before somebody thinks of it. */
    private static List<Call> cancellations(Document document) {
        var operation = document.operations().stream().filter(known -> known.path().endsWith("/cancel")).findFirst()
                .orElseThrow();
        return Stream.generate(() -> start(Map.of("num_agents", 100, "max_concurrent_agents", 1))).limit(3)
                .map(id -> new Call(operation, "/v1/workflows/" + id + "/cancel", List.of(), Optional.empty())).toList();
    }

    /** Of a workflow that was stopped by its budget, and that nobody has removed yet. */
    private static Call resumption(Document document) {
        var operation = document.operations().stream().filter(known -> known.path().endsWith("/resume")).findFirst()
                .orElseThrow();
        var id = start(Map.of("num_agents", 1, "max_total_tokens", 1));
        given().queryParam("wait_seconds", 30).get("/v1/workflows/" + id + "/result").then().statusCode(200);
        return new Call(operation, "/v1/workflows/" + id + "/resume", List.of("Content-Type", "application/json"),
                Optional.of("{\"config\":{\"max_total_tokens\":1000000}}"));
    }

    /** Some that have ended, and some that were stopped by their budget. */
    private static List<String> workflows() {
        var ids = new ArrayList<String>();
        for (var number = 0; number < 20; number++) {
            ids.add(start(Map.of("num_agents", 1)));
            ids.add(start(Map.of("num_agents", 1, "max_total_tokens", 1)));
        }
        ids.forEach(id -> given().queryParam("wait_seconds", 30).get("/v1/workflows/" + id + "/result").then().statusCode(200));
        return ids;
    }

    private static String start(Map<String, Object> config) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "config", config))
                .post("/v1/workflows").then().statusCode(202).extract().path("id");
    }
}
