package org.mcporchestrator.api.http.v1;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import java.util.HashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** OpenAI is down, Mistral answers; only these two have what they need. */
public class TwoVendors implements QuarkusTestResourceLifecycleManager {

    static final String ANSWER = """
            {"model":"mistral-large-2512","choices":[{"message":{"content":"1. [news] First\\n2. [news] Second"},
            "finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":1000,"total_tokens":2000}}""";

    private final WireMockServer down = server();
    private final WireMockServer up = server();

    private static WireMockServer server() {
        return new WireMockServer(WireMockConfiguration.options().dynamicPort());
    }

    @Override
    public Map<String, String> start() {
        down.start();
        down.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503)));
        up.start();
        up.stubFor(post(anyUrl()).willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(ANSWER)));
        var settings = new HashMap<String, String>();
        settings.put("orchestrator.provider.openai.base-url", down.baseUrl() + "/v1");
        settings.put("orchestrator.provider.openai.api-key", "sk-secret-of-the-test");
        settings.put("orchestrator.provider.perplexity.api-key", "sk-secret-of-the-test");
        settings.put("orchestrator.provider.mistral.base-url", up.baseUrl() + "/v1");
        settings.put("orchestrator.provider.mistral.tokens-per-minute", "1000000");
        settings.put("orchestrator.providers.fallback-after", "0s");
        settings.put("orchestrator.providers.breaker.failures", "2");
        settings.put("orchestrator.providers.breaker.open", "10m");
        settings.put("orchestrator.providers.breaker.longest-open", "10m");
        return settings;
    }

    @Override
    public void stop() {
        down.stop();
        up.stop();
    }
}
