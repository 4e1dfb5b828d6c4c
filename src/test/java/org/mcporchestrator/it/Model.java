package org.mcporchestrator.it;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A model behind OpenAI's chat completions that keeps account of every call: which step of which workflow it was for. Tasks
 * carry a marker like {@code [w17]}, by which their workflow is known.
 */
final class Model implements AutoCloseable {

    static final int PARTS = 5;

    private static final Pattern MARKER = Pattern.compile("\\[(w\\d+)]");
    private static final Pattern PART = Pattern.compile("part (\\d+) of");
    private static final CompletableFuture<Void> FREE = CompletableFuture.completedFuture(null);

    /** A step as it is counted here. */
    record Work(String workflow, String step) {}

    /**
     * @param caller as it was named to {@link #url(String)}
     * @param order counts all calls
     * @param prompt tokens that were sent, by estimate
     * @param completion tokens that were asked for
     */
    record Call(String caller, long order, Work work, Instant at, long prompt, long completion) {

        /** USD, if the answer is as long as it may be: the list price of gpt-4.1, by which the application reckons. */
        BigDecimal price() {
            return BigDecimal.valueOf(2 * prompt + 8 * completion, 6);
        }

        @Override
        public String toString() {
            return work.workflow() + "/" + work.step() + " call " + order + " of " + caller + " at " + at;
        }
    }

    private final ObjectMapper json = new ObjectMapper();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Call> aborted = new ConcurrentLinkedQueue<>();
    private final Map<Work, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();
    private final AtomicLong markers = new AtomicLong();
    private final Duration fastest;
    private final Duration slowest;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private volatile boolean charging;
    private volatile int parts = PARTS;

    /** Answers after a random time between the two. */
    Model(Duration fastest, Duration slowest) {
        this.fastest = fastest;
        this.slowest = slowest;
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** Answers count as as long as they may be, instead of a few tokens. */
    Model chargingInFull() {
        charging = true;
        return this;
    }

    /** Splits tasks into so many parts, instead of the usual number. */
    Model splitting(int number) {
        parts = number;
        return this;
    }

    String url() {
        return url("anybody");
    }

    /** For one caller, so that its calls can be told from those of others. */
    String url(String caller) {
        return "http://127.0.0.1:" + server.actualPort() + "/" + caller + "/v1";
    }

    /** A marker that no workflow has yet. */
    String marker() {
        return "w" + markers.incrementAndGet();
    }

    /** Calls of this step are not answered until {@link #letGo}. */
    void hold(Work work) {
        held.put(work, new CompletableFuture<>());
    }

    void letGo(Work work) {
        held.remove(work).complete(null);
    }

    /** Calls with a higher {@link Call#order} came later than this moment. */
    long now() {
        return order.get();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(Work work) {
        return calls.stream().filter(call -> call.work().equals(work)).toList();
    }

    /** Calls whose caller closed the connection before the answer. */
    List<Call> aborted() {
        return List.copyOf(aborted);
    }

    /** Text of the subtask, as the model splits a task or a caller does. */
    static String part(String workflow, int part) {
        return "[" + workflow + "] part " + part + " of the task";
    }

    private void answer(HttpServerRequest request, Buffer body) {
        try {
            complete(request, call(request.path().split("/")[1], body));
        } catch (IllegalStateException unknown) {
            var _ = request.response().setStatusCode(400).end();
        }
    }

    private void complete(HttpServerRequest request, Call call) {
        calls.add(call);
        request.response().closeHandler(_ -> {
            if (!request.response().ended()) {
                aborted.add(call);
            }
        });
        var wait = ThreadLocalRandom.current().nextLong(Math.max(1, fastest.toMillis()), slowest.toMillis() + 2);
        held.getOrDefault(call.work(), FREE).thenRun(() -> vertx.setTimer(wait, _ -> answer(request, call)));
    }

    private void answer(HttpServerRequest request, Call call) {
        if (request.response().closed()) {
            return;
        }
        var answer = json.createObjectNode().put("id", "c" + call.order()).put("model", "gpt-4.1");
        var choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", content(call));
        var prompt = charging ? call.prompt() : 10;
        var completion = charging ? call.completion() : 5;
        answer.putObject("usage").put("prompt_tokens", prompt).put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        var _ = request.response().putHeader("Content-Type", "application/json").end(answer.toString());
    }

    private Call call(String caller, Buffer body) {
        var request = Api.json(body.toString());
        var messages = request.path("messages");
        var system = messages.path(0).path("content").asText();
        var user = messages.path(1).path("content").asText();
        var marker = MARKER.matcher(user);
        if (!marker.find()) {
            throw new IllegalStateException("a prompt without a marker: " + user);
        }
        return new Call(caller, order.incrementAndGet(), new Work(marker.group(1), step(system, user)), Instant.now(),
                (system.length() + user.length()) / 4, request.path("max_tokens").asLong());
    }

    private static String step(String system, String user) {
        if (system.startsWith("You plan research")) {
            return "decomposition";
        }
        if (system.startsWith("You are a researcher")) {
            return "belter_" + (first(user) - 1);
        }
        return system.startsWith("You merge the reports")
                ? "drummer_" + (first(user.substring(user.indexOf("<source"))) - 1) / 3
                : "camina";
    }

    private static int first(String text) {
        Matcher part = PART.matcher(text);
        if (!part.find()) {
            throw new IllegalStateException("no part in: " + text);
        }
        return Integer.parseInt(part.group(1));
    }

    private String content(Call call) {
        var step = call.work().step();
        return switch (step) {
            case "decomposition" -> IntStream.rangeClosed(1, parts).mapToObj(i -> i + ". " + part(call.work().workflow(), i))
                    .collect(Collectors.joining("\n"));
            case "camina" -> "report of [" + call.work().workflow() + "] " + call.order();
            default -> step.startsWith("belter_")
                    ? "answer to part " + (Integer.parseInt(step.substring(7)) + 1) + " of it, " + "text ".repeat(200)
                    : "merged by " + step;
        };
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
