package org.mcporchestrator.api.http;

import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.mcporchestrator.document.Format;
import org.mcporchestrator.tool.Refusal;
import org.mcporchestrator.workflow.fault.Defect;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.logging.Log;
import io.vertx.core.http.HttpClosedException;

/**
 * Turns failures into answers: {@code success:false}, {@code error}, {@code code}, and {@code errors} where fields are at
 * fault. The only place that chooses a status code.
 */
@Singleton
public class Problems {

    private final ObjectMapper mapper;
    private final Endpoints endpoints;

    Problems(ObjectMapper mapper, Endpoints endpoints) {
        this.mapper = mapper;
        this.endpoints = endpoints;
    }

    /** Any failure of a use case; what is no fault is our defect: logged, and not told. */
    public Failure of(Throwable failure) {
        return switch (failure) {
            case Failure answer -> answer;
            case FaultException fault -> fault(fault, mapper.createObjectNode());
            case Refusal refusal -> fault(refusal.fault(), refusal.details());
            case HttpClosedException _ -> gone();
            case ClosedChannelException _ -> gone();
            default -> defect(failure);
        };
    }

    private Failure unknownPath() {
        var failure = plain(404, "not_found", "there is nothing at this path; available_endpoints tells what there is",
                Map.of());
        failure.body().set("available_endpoints", mapper.valueToTree(endpoints.byName()));
        return failure;
    }

    /** The path is unknown, or does not take the method of the request. */
    public Failure nothingAt(String path) {
        var allowed = endpoints.allowed(path);
        return allowed.isEmpty() ? unknownPath()
                : plain(405, "method_not_allowed", "this path takes " + allowed, Map.of("Allow", allowed));
    }

    /** There are no figures where no workflow has ended. */
    public Failure nothingEnded() {
        return plain(404, "nothing_ended", "no workflow has ended yet, or none is kept", Map.of());
    }

    /** One client has as many streams open as it may. */
    public Failure tooManyStreams(int most) {
        return plain(429, "too_many_streams", "this address has " + most + " streams open, as many as one may: close some",
                Map.of("Retry-After", "5"));
    }

    public Failure noSuchDocument() {
        return plain(404, "unknown_document", "a workflow has the documents "
                + Arrays.stream(Format.values()).map(Format::file).collect(Collectors.joining(" and ")), Map.of());
    }

    public Failure noSuchDeadLetter() {
        return plain(404, "unknown_dead_letter",
                "there is no such dead letter: it was delivered or discarded, or is older than seven days", Map.of());
    }

    /** There is no report of a workflow that still runs. */
    public Failure notEnded() {
        return plain(409, "not_ended", "the workflow has not ended yet: its report is there once it has", Map.of());
    }

    public Failure unauthorized() {
        return plain(401, "unauthorized", "a key is needed: Authorization: Bearer … or X-API-Key",
                Map.of("WWW-Authenticate", "Bearer realm=\"mcp-orchestrator\""));
    }

    public Failure foreignHost() {
        return plain(403, "forbidden_host",
                "without a key only requests to localhost are answered: set ORCHESTRATOR_API_KEY, or ORCHESTRATOR_INSECURE=true",
                Map.of());
    }

    /** {@code Host} is none of the names under which model clients may address this server. */
    public Failure unknownHost() {
        return plain(403, "forbidden_host", "this server is not addressed by this Host: set ORCHESTRATOR_ALLOWED_HOSTS",
                Map.of());
    }

    /** The request comes from a web page that may not speak to this server. */
    public Failure foreignOrigin() {
        return plain(403, "forbidden_origin", "pages of this Origin may not call: set ORCHESTRATOR_ALLOWED_ORIGINS", Map.of());
    }

    public Failure malformedAddress() {
        return plain(400, "bad_request",
                "the address is no URI (RFC 3986): in it % stands before two hexadecimal digits, and %25 for itself", Map.of());
    }

    public Failure wrongMediaType() {
        return plain(415, "unsupported_media_type", "the body must have Content-Type: application/json, in UTF-8", Map.of());
    }

    public Failure bodyTooLarge() {
        return plain(413, Fault.Code.TOO_LARGE.wire(), "the body is larger than this server takes", Map.of());
    }

    /** What the HTTP layer itself refuses. */
    public Failure status(int status) {
        return switch (status) {
            case 401 -> unauthorized();
            case 404 -> unknownPath();
            case 406 ->
                plain(406, "not_acceptable", "this path has no answer in the media types of the Accept header", Map.of());
            case 413 -> bodyTooLarge();
            case 415 -> wrongMediaType();
            default -> status < 500 ? plain(status, "bad_request", "the request is malformed", Map.of())
                    : plain(status, Fault.Code.INTERNAL.wire(), "the server made an error", Map.of());
        };
    }

    private Failure fault(FaultException failure, ObjectNode details) {
        var body = body(failure.fault().code().wire(), failure.fault().detail()).setAll(details);
        if (!failure.problems().isEmpty()) {
            ((ObjectNode) body).set("errors", mapper.valueToTree(failure.problems()));
        }
        var headers = new LinkedHashMap<String, String>();
        failure.retryAfter().ifPresent(wait -> headers.put("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
        return new Failure(status(failure.fault().code()), headers, (ObjectNode) body);
    }

    /** The caller did not wait for the answer; nobody reads this one. */
    private Failure gone() {
        return status(400);
    }

    private Failure defect(Throwable failure) {
        Log.error("a request failed", Defect.withoutMessages(failure));
        return status(500);
    }

    private Failure plain(int status, String code, String error, Map<String, String> headers) {
        return new Failure(status, headers, body(code, error));
    }

    private ObjectNode body(String code, String error) {
        return mapper.createObjectNode().put("success", false).put("error", error).put("code", code);
    }

    private static int status(Fault.Code code) {
        return switch (code) {
            case INVALID_REQUEST -> 400;
            case UNKNOWN_WORKFLOW -> 404;
            case ALREADY_ENDED, NOT_ENDED, NOT_RESUMABLE, CHANGED_MEANWHILE, CANCELLED, BUDGET_EXHAUSTED -> 409;
            case RESULT_EXPIRED -> 410;
            case TOO_LARGE -> 413;
            case IDEMPOTENCY_KEY_REUSED -> 422;
            case PROVIDER_OVERLOADED -> 429;
            case INTERNAL -> 500;
            case PROVIDER_UNAVAILABLE, REPLY_CUT, REPLY_MALFORMED, REPLY_EMPTY, KEY_REFUSED, REQUEST_REFUSED,
                    ALL_AGENTS_FAILED, DRIVERS_LOST ->
                502;
            case NO_PROVIDER, OVERLOADED, JOURNAL_UNAVAILABLE, WORKFLOW_UNREADABLE -> 503;
            case AGENT_TIMED_OUT, WORKFLOW_TIMED_OUT -> 504;
        };
    }
}
