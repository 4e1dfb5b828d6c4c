package org.mcporchestrator.redis;

import java.util.List;
import java.util.Optional;

import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.Reply;

import io.smallrye.mutiny.Uni;

/** A vendor for whose calls limits hold; nobody calls it here. */
record OneVendor(String name, Capacity capacity) implements Provider, Providers {

    OneVendor(String name) {
        this(name, Capacity.UNLIMITED);
    }

    @Override
    public boolean configured() {
        return true;
    }

    @Override
    public String variable() {
        return "VENDOR_API_KEY";
    }

    @Override
    public String defaultModel() {
        return "model";
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public Uni<Reply> complete(ModelCall call) {
        throw new UnsupportedOperationException("nobody calls it");
    }

    @Override
    public List<Provider> all() {
        return List.of(this);
    }

    @Override
    public Optional<Provider> named(String wanted) {
        return Optional.of(this);
    }

    @Override
    public Optional<Provider> preferred() {
        return Optional.of(this);
    }
}
