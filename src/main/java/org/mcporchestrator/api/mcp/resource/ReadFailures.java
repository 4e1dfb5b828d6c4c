package org.mcporchestrator.api.mcp.resource;

import org.mcporchestrator.workflow.fault.Defect;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkus.logging.Log;

/** Failures of a read as JSON-RPC errors. */
final class ReadFailures {

    private ReadFailures() {}

    static McpException notFound(String uri) {
        return new McpException("Resource not found: " + uri, JsonRpcErrorCodes.RESOURCE_NOT_FOUND);
    }

    static McpException of(String uri, Throwable failure) {
        return switch (failure) {
            case McpException known -> known;
            case FaultException fault -> of(uri, fault.fault());
            default -> defect(failure);
        };
    }

    private static McpException of(String uri, Fault fault) {
        return fault.code() == Fault.Code.UNKNOWN_WORKFLOW ? notFound(uri)
                : new McpException(fault.code().wire() + ": " + fault.detail(), JsonRpcErrorCodes.INTERNAL_ERROR);
    }

    private static McpException defect(Throwable failure) {
        Log.error("a resource could not be read", Defect.withoutMessages(failure));
        return new McpException("the server made an error", JsonRpcErrorCodes.INTERNAL_ERROR);
    }
}
