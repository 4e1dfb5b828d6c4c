package org.mcporchestrator.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.ProviderFamily;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;

class ConfiguredProvidersTest {

    private static final FakeProvider XAI = FakeProvider.named("xai", true);
    private static final FakeProvider OPENAI = FakeProvider.named("openai", true);
    private static final FakeProvider OPENAI_WITHOUT_KEY = FakeProvider.named("openai", false);
    private static final FakeProvider XAI_WITHOUT_KEY = FakeProvider.named("xai", false);
    private static final FakeProvider SCRIPTED = FakeProvider.named("scripted", true);

    private record Choice(Optional<String> preferred, List<String> order, Optional<List<String>> fallback,
            Duration fallbackAfter) implements ProvidersConfig {}

    private static ConfiguredProviders providers(LaunchMode mode, String chosen, ProviderFamily... providers) {
        return new ConfiguredProviders(List.of(providers), new Choice(Optional.of(chosen), List.of("xai", "openai"),
                Optional.empty(), Duration.ofSeconds(5)), mode);
    }

    @Test
    void theyAreListedInOrderAndSimulatedOnesLast() {
        var other = FakeProvider.named("anthropic", true);

        assertThat(providers(LaunchMode.NORMAL, "", SCRIPTED, other, OPENAI, XAI).all())
                .containsExactly(XAI, OPENAI, other, SCRIPTED);
    }

    @Test
    void theFirstWithAKeyIsPreferred() {
        assertThat(providers(LaunchMode.NORMAL, "", OPENAI, XAI).preferred()).hasValue(XAI);
        assertThat(providers(LaunchMode.TEST, "", SCRIPTED, OPENAI, XAI_WITHOUT_KEY).preferred()).hasValue(OPENAI);
    }

    @Test
    void theChosenOneIsPreferredEvenWithoutAKey() {
        assertThat(providers(LaunchMode.NORMAL, "openai", OPENAI, XAI).preferred()).hasValue(OPENAI);
        assertThat(providers(LaunchMode.NORMAL, " openai ", OPENAI_WITHOUT_KEY, XAI).preferred()).hasValue(OPENAI_WITHOUT_KEY);
    }

    @Test
    void withoutAnyKeyDevelopmentAndTestsGetTheScriptedOne() {
        assertThat(providers(LaunchMode.DEVELOPMENT, "", SCRIPTED, XAI_WITHOUT_KEY).preferred()).hasValue(SCRIPTED);
        assertThat(providers(LaunchMode.TEST, "", SCRIPTED, XAI_WITHOUT_KEY).preferred()).hasValue(SCRIPTED);
    }

    @Test
    void productionGetsTheScriptedOneOnlyIfItIsChosen() {
        assertThat(providers(LaunchMode.NORMAL, "", SCRIPTED, XAI_WITHOUT_KEY).preferred()).isEmpty();
        assertThat(providers(LaunchMode.NORMAL, "scripted", SCRIPTED, XAI).preferred()).hasValue(SCRIPTED);
        assertThat(providers(LaunchMode.NORMAL, "", SCRIPTED).named("scripted")).hasValue(SCRIPTED);
    }

    @Test
    void anUnknownChoiceStopsTheStartAndNamesTheKnownOnes() {
        assertThatThrownBy(() -> providers(LaunchMode.NORMAL, "grok", OPENAI, XAI, SCRIPTED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("DEFAULT_PROVIDER", "\"grok\"", "xai, openai, scripted");
    }

    @Test
    void thoseThatTakeOverAreTakenInTheirOrder() {
        var choice = new Choice(Optional.empty(), List.of(), Optional.of(List.of("openai", "", " xai ", "openai")),
                Duration.ofSeconds(5));

        assertThat(new ConfiguredProviders(List.of(XAI, OPENAI), choice, LaunchMode.NORMAL).fallback())
                .containsExactly("openai", "xai");
        assertThatThrownBy(() -> new ConfiguredProviders(List.of(XAI), choice, LaunchMode.NORMAL))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("orchestrator.providers.fallback", "\"openai\"");
    }

    @Test
    void anUnknownNameIsEmpty() {
        assertThat(providers(LaunchMode.NORMAL, "", XAI).named("XAI")).isEmpty();
    }
}
