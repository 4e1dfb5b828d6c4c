package org.mcporchestrator.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcporchestrator.api.http.HttpConfig;
import org.mcporchestrator.engine.EngineConfig;
import org.mcporchestrator.engine.claim.ClaimsConfig;
import org.mcporchestrator.webhook.WebhooksConfig;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class AtLeastTest {

    private static final Map<String, String> WITHOUT_A_DEFAULT = Map.of("orchestrator.http.max-body", "1M",
            "orchestrator.http.version", "1");

    @ParameterizedTest
    @CsvSource({ "engine.max-workflows,1", "engine.max-waiting,0", "engine.max-calls,1", "engine.max-retries,0",
            "engine.cached-results,0", "claims.suspect-takeovers,1", "claims.max-takeovers,1", "webhooks.at-once,1",
            "webhooks.per-host,1", "http.streams-per-client,1" })
    void settingsWithALimitStopTheStartBelowIt(String setting, int least) {
        var property = "orchestrator." + setting;

        assertThatThrownBy(() -> config(property, Integer.toString(least - 1)))
                .hasMessageContaining(property)
                .hasMessageContaining("not a whole number of at least " + least + ": " + (least - 1));
        assertThat(config(property, Integer.toString(least)).getConfigValue(property).getValue()).isEqualTo("" + least);
    }

    @Test
    void aTextThatIsNoNumberStopsTheStart() {
        assertThatThrownBy(() -> config("orchestrator.engine.max-calls", "many"))
                .hasMessageContaining("orchestrator.engine.max-calls")
                .hasMessageContaining("not a whole number of at least 1: many");
    }

    @Test
    void blanksAroundANumberDoNotMatter() {
        assertThat(new AtLeast.One().convert(" 64 ")).isEqualTo(64);
    }

    private static SmallRyeConfig config(String property, String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(EngineConfig.class).withMapping(ClaimsConfig.class).withMapping(WebhooksConfig.class)
                .withMapping(HttpConfig.class)
                .withSources(new PropertiesConfigSource(Map.of(property, value), "given", 400))
                .withSources(new PropertiesConfigSource(WITHOUT_A_DEFAULT, "always", 100))
                .build();
    }
}
