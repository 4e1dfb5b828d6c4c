package org.mcporchestrator.provider.http;

import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.JsonNode;

/** An answer while it comes in, in pieces or as one document. */
public interface Answer {

    /**
     * Takes the next piece: one event of a stream, or the whole document.
     *
     * @return whether it was the last one, so that nothing more is waited for
     */
    boolean add(JsonNode piece);

    /** Whether the vendor has said that its answer is complete, so that a connection lost now does no harm. */
    boolean finished();

    /**
     * The answer.
     *
     * @throws FaultException if the model declined, or there is no text
     */
    Reply reply();
}
