package org.mcporchestrator.agent.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void valuesGoInAsTheyAre() {
        var filled = Template.of("{task} and {context}")
                .fill(Map.of("task", "{context} $1 \\ {nothing}", "context", "{task}"));

        assertThat(filled).isEqualTo("{context} $1 \\ {nothing} and {task}");
    }

    @Test
    void aMissingValueIsAnErrorThatNamesThePlace() {
        assertThatThrownBy(() -> Template.of("{task}").fill(Map.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{task}");
    }

    @Test
    void aMissingResourceIsAnErrorThatNamesThePath() {
        assertThatThrownBy(() -> Template.resource("/prompts/none.txt")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/prompts/none.txt");
    }
}
