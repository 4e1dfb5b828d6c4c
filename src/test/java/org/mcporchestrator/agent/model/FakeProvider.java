package org.mcporchestrator.agent.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.ProviderFamily;
import org.mcporchestrator.agent.Reply;

import io.smallrye.mutiny.Uni;

/** A provider that answers as a test tells it, and remembers the calls. */
final class FakeProvider implements Provider, ProviderFamily {

    final List<ModelCall> calls = new ArrayList<>();

    private final String name;
    private final boolean configured;
    private final boolean simulated;
    private final Function<ModelCall, Uni<Reply>> answer;

    FakeProvider(String name, boolean configured, boolean simulated, Function<ModelCall, Uni<Reply>> answer) {
        this.name = name;
        this.configured = configured;
        this.simulated = simulated;
        this.answer = answer;
    }

    static FakeProvider answering(Function<ModelCall, Uni<Reply>> answer) {
        return new FakeProvider("fake", true, false, answer);
    }

    static FakeProvider named(String name, boolean configured) {
        return new FakeProvider(name, configured, name.equals("scripted"), _ -> Uni.createFrom().nothing());
    }

    @Override
    public List<Provider> providers() {
        return List.of(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean configured() {
        return configured;
    }

    @Override
    public String variable() {
        return name.toUpperCase(Locale.ROOT) + "_API_KEY";
    }

    @Override
    public String defaultModel() {
        return name + "-model";
    }

    @Override
    public boolean simulated() {
        return simulated;
    }

    @Override
    public Uni<Reply> complete(ModelCall call) {
        calls.add(call);
        return answer.apply(call);
    }
}
