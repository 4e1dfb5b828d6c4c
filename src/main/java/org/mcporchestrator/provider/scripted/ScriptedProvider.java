package org.mcporchestrator.provider.scripted;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.ProviderFamily;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Usage;

import io.smallrye.mutiny.Uni;

/** Answers by a script, without a model. Its answers say so. */
@Singleton
class ScriptedProvider implements Provider, ProviderFamily {

    static final String NAME = "scripted";

    /** Vendors count about four characters of English as a token. */
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    private final ScriptedConfig config;
    private final Script script;
    private final Luck luck;

    ScriptedProvider(ScriptedConfig config) {
        this.config = config;
        this.script = new Script(config.answerCharacters());
        this.luck = new Luck(config.failureRate());
    }

    @Override
    public List<Provider> providers() {
        return List.of(this);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean configured() {
        return true;
    }

    /** It needs no key, but somebody who chooses it. */
    @Override
    public String variable() {
        return "DEFAULT_PROVIDER";
    }

    @Override
    public String defaultModel() {
        return NAME;
    }

    @Override
    public Optional<BigDecimal> flatPrice() {
        return Optional.of(config.cost());
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public Uni<Reply> complete(ModelCall call) {
        return Listener.to(listener -> complete(call, listener));
    }

    private Uni<Reply> complete(ModelCall call, Listener listener) {
        var text = script.answer(call.prompt());
        var typist = new Typist(text, listener);
        return answer(call, text, typist).invoke(typist::finish);
    }

    private Uni<Reply> answer(ModelCall call, String text, Typist typist) {
        var wait = latency(call);
        if (wait.isZero()) {
            return Uni.createFrom().item(() -> reply(call, text));
        }
        var late = wait.compareTo(call.timeout()) >= 0;
        return Uni.createFrom().deferred(() -> {
            var typing = typist.begin(wait);
            return Uni.createFrom().item(call)
                    .onItem().delayIt().by(late ? call.timeout() : wait)
                    .onTermination().invoke(typing::cancel)
                    .map(_ -> {
                        if (late) {
                            throw timedOut(call);
                        }
                        return reply(call, text);
                    });
        });
    }

    private Duration latency(ModelCall call) {
        var jitter = config.latencyJitter().toNanos() * Luck.share(call.prompt(), 0);
        var wait = config.latency().plusNanos((long) jitter);
        return wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ZERO : wait;
    }

    private Reply reply(ModelCall call, String content) {
        if (config.failWhen().filter(rule -> rule.matcher(call.prompt().user()).find()).isPresent()
                || luck.fails(call.prompt())) {
            throw new FaultException(config.failureCode(), "the scripted provider was told to fail");
        }
        return new Reply(content, NAME, usage(call, content), Optional.of(config.cost()));
    }

    private Usage usage(ModelCall call, String content) {
        var prompt = call.prompt().system().length() + call.prompt().user().length();
        return new Usage(config.promptTokens().orElse(tokens(prompt)),
                config.completionTokens().orElse(tokens(content.length())));
    }

    private static long tokens(int characters) {
        return Math.ceilDiv(characters, CHARACTERS_OF_A_TOKEN);
    }

    private static FaultException timedOut(ModelCall call) {
        return new FaultException(Fault.Code.AGENT_TIMED_OUT,
                NAME + " did not answer within " + call.timeout().toMillis() + " ms");
    }
}
