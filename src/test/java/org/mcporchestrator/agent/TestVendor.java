package org.mcporchestrator.agent;

import io.smallrye.mutiny.Uni;

/** A vendor that can be called, but that nobody calls; tests say what is otherwise. */
public interface TestVendor extends Provider {

    @Override
    default String name() {
        return "vendor";
    }

    @Override
    default boolean configured() {
        return true;
    }

    @Override
    default String variable() {
        return "VENDOR_API_KEY";
    }

    @Override
    default String defaultModel() {
        return "model";
    }

    @Override
    default boolean simulated() {
        return false;
    }

    @Override
    default Uni<Reply> complete(ModelCall call) {
        throw new UnsupportedOperationException("nobody calls it");
    }
}
