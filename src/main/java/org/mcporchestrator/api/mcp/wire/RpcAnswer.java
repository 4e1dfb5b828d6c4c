package org.mcporchestrator.api.mcp.wire;

import org.mcporchestrator.workflow.fault.Defect;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;

/** Answers that are given before a message reaches the extension. */
final class RpcAnswer {

    private static final int OK = 200;

    private RpcAnswer() {}

    /** Refuses what is no message that could be answered. */
    static void refuse(RoutingContext context, int status, int code, String message) {
        send(context, status, error(NullNode.getInstance(), code, message));
    }

    static void error(RoutingContext context, JsonNode id, int code, String message) {
        send(context, OK, error(id, code, message));
    }

    static void failure(RoutingContext context, JsonNode id, Throwable failure) {
        if (failure instanceof FaultException fault) {
            error(context, id, code(fault.fault().code()), fault.fault().detail());
        } else {
            Log.error("a subscription failed", Defect.withoutMessages(failure));
            error(context, id, JsonRpcErrorCodes.INTERNAL_ERROR, "the server made an error");
        }
    }

    /** A request without an id is a notification, which has no answer. */
    static void result(RoutingContext context, JsonNode id) {
        if (id.isMissingNode()) {
            context.response().setStatusCode(202).end();
        } else {
            var answer = message(id);
            answer.putObject("result");
            send(context, OK, answer);
        }
    }

    private static int code(Fault.Code code) {
        if (code == Fault.Code.UNKNOWN_WORKFLOW) {
            return JsonRpcErrorCodes.RESOURCE_NOT_FOUND;
        }
        return code == Fault.Code.INVALID_REQUEST ? JsonRpcErrorCodes.INVALID_PARAMS : JsonRpcErrorCodes.INTERNAL_ERROR;
    }

    private static ObjectNode error(JsonNode id, int code, String text) {
        var answer = message(id);
        answer.putObject("error").put("code", code).put("message", text);
        return answer;
    }

    private static ObjectNode message(JsonNode id) {
        return JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0").set("id", id);
    }

    private static void send(RoutingContext context, int status, ObjectNode body) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(body.toString());
    }
}
