package org.mcporchestrator.api.http.v1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.traffic.LaneHealth;
import org.mcporchestrator.agent.traffic.Lanes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;

/** The providers of this server and how they do, as this process sees it. Nothing is called to find out; no key is told. */
@Path("/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Singleton
public class ProvidersResource {

    private final Providers providers;
    private final Lanes lanes;
    private final PriceList prices;

    ProvidersResource(Providers providers, Lanes lanes, PriceList prices) {
        this.providers = providers;
        this.lanes = lanes;
        this.prices = prices;
    }

    @GET
    public ObjectNode providers() {
        var answer = JsonNodeFactory.instance.objectNode()
                .put("default", providers.preferred().map(Provider::name).orElse(null));
        var fallback = answer.putArray("fallback");
        providers.fallback().forEach(fallback::add);
        var all = answer.putArray("providers");
        providers.all().forEach(provider -> all.add(provider(provider)));
        return answer;
    }

    private ObjectNode provider(Provider provider) {
        var capacity = provider.capacity();
        var answer = JsonNodeFactory.instance.objectNode()
                .put("name", provider.name())
                .put("configured", provider.configured())
                .put("variable", provider.variable())
                .put("simulated", provider.simulated())
                .put("default_model", provider.defaultModel());
        var models = answer.putArray("models");
        provider.models().forEach(model -> models.add(model(model)));
        answer.putObject("limits")
                .put("concurrent_calls", capacity.calls() == Integer.MAX_VALUE ? null : capacity.calls())
                .put("tokens_per_minute", capacity.tokensPerMinute() == 0 ? null : capacity.tokensPerMinute());
        answer.set("health", health(lanes.to(provider).health())
                .put("notice", provider.notice().orElse(null)));
        return answer;
    }

    private ObjectNode model(String model) {
        var answer = JsonNodeFactory.instance.objectNode().put("name", model);
        return prices.of(model)
                .map(price -> answer.put("prompt_usd_per_million", price.prompt())
                        .put("completion_usd_per_million", price.completion())
                        .put("price_source", price.source().orElse(null))
                        .put("price_date", price.date().orElse(null)))
                .orElseGet(() -> answer.putNull("prompt_usd_per_million").putNull("completion_usd_per_million")
                        .putNull("price_source").putNull("price_date"));
    }

    private static ObjectNode health(LaneHealth health) {
        return JsonNodeFactory.instance.objectNode()
                .put("breaker", health.breaker())
                .put("open_until", health.openUntil().map(Instant::toString).orElse(null))
                .put("rate_limited_until", health.rateLimitedUntil().map(Instant::toString).orElse(null))
                .put("error_rate", BigDecimal.valueOf(health.errorRate()).setScale(2, RoundingMode.HALF_UP))
                .put("active_calls", health.active())
                .put("waiting_calls", health.waiting());
    }
}
