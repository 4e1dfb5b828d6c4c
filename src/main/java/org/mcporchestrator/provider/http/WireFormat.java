package org.mcporchestrator.provider.http;

import java.math.BigDecimal;
import java.util.Optional;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** How calls and answers look on the wire; the vendors of one format share it. */
public interface WireFormat {

    /** What is appended to a vendor's base URL, with a slash in front. */
    String path();

    /** Adds the headers of the format to those that every request has. */
    void describe(MultiMap headers);

    /** Adds the key the way the format wants it. */
    void authorise(MultiMap headers, String key);

    Buffer body(ModelCall call);

    /** Tokens beyond the limit of an answer that the model may use up by hidden reasoning. */
    default int room(String model) {
        return 0;
    }

    /** USD for each answer; empty: by its tokens. */
    default Optional<BigDecimal> flatPrice() {
        return Optional.empty();
    }

    /** An answer to that call, of which nothing has come yet; the listener hears its text piece by piece. */
    Answer answer(ModelCall call, Listener listener);
}
