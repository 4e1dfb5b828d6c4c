package org.mcporchestrator.redis;

import java.util.List;
import java.util.Optional;

import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.TestVendor;

/** A vendor for whose calls limits hold; nobody calls it here. */
record OneVendor(String name, Capacity capacity) implements TestVendor, Providers {

    OneVendor(String name) {
        this(name, Capacity.UNLIMITED);
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
