package org.mcporchestrator.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A model behind OpenAI's chat completions that keeps account of every call: which step of which workflow it was for. Tasks
 * carry a marker like {@code [w17]}, by which their workflow is known.
 */
final class Model implements AutoCloseable {

    static final int PARTS = 5;

    private static final Pattern MARKER = Pattern.compile("\\[(w\\d+)]");
    private static final Pattern PART = Pattern.compile("part (\\d+) of");

    /** @param order counts all calls; @param step id of the step in its workflow */
    record Call(long order, String workflow, String step, Instant at) {}

    private final ObjectMapper json = new ObjectMapper();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicLong order = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration fastest;
    private final Duration slowest;
    private final HttpServer server;

    /** Answers after a random time between the two. */
    Model(Duration fastest, Duration slowest) {
        this.fastest = fastest;
        this.slowest = slowest;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/v1/chat/completions", this::complete);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Calls with a higher {@link Call#order} came later than this moment. */
    long now() {
        return order.get();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Text of the subtask, as the model splits a task or a caller does. */
    static String part(String workflow, int part) {
        return "[" + workflow + "] part " + part + " of the task";
    }

    private void complete(HttpExchange exchange) throws IOException {
        try (exchange) {
            var messages = json.readTree(exchange.getRequestBody()).path("messages");
            var call = call(messages);
            calls.add(call);
            var wait = ThreadLocalRandom.current().nextLong(fastest.toMillis(), slowest.toMillis() + 1);
            if (closed.await(wait, TimeUnit.MILLISECONDS)) {
                return;
            }
            var answer = json.createObjectNode().put("id", "c" + call.order()).put("model", "gpt-4.1");
            var choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", content(call));
            answer.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 5).put("total_tokens", 15);
            var bytes = json.writeValueAsBytes(answer);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Call call(JsonNode messages) {
        var system = messages.path(0).path("content").asText();
        var user = messages.path(1).path("content").asText();
        var marker = MARKER.matcher(user);
        if (!marker.find()) {
            throw new IllegalStateException("a prompt without a marker: " + user);
        }
        return new Call(order.incrementAndGet(), marker.group(1), step(system, user), Instant.now());
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

    private static String content(Call call) {
        return switch (call.step()) {
            case "decomposition" -> IntStream.rangeClosed(1, PARTS).mapToObj(i -> i + ". " + part(call.workflow(), i))
                    .collect(Collectors.joining("\n"));
            case "camina" -> "report of [" + call.workflow() + "] " + call.order();
            default -> call.step().startsWith("belter_")
                    ? "answer to part " + (Integer.parseInt(call.step().substring(7)) + 1) + " of it, " + "text ".repeat(200)
                    : "merged by " + call.step();
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

}
