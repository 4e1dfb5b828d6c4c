package org.mcporchestrator.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.SwarmConfig;

/** What a workflow that ended performs again when it goes on. */
class OutdatedTest {

    private static final Pattern RESEARCH = new Beltalowda();
    private static final Pattern SEARCH = new Swarm();

    @Test
    void agentsThatFailedAndTheSynthesesThatLackedThem() {
        var workflow = Play.answered(Play.answered(Play.answered(Play.agents(split(12), "belter", 11, 1),
                "drummer_0", "a"), "drummer_1", "b"), "drummer_2", "c");

        // The last drummer would have merged two answers, not one; camina merges whatever the drummers say.
        assertThat(again(RESEARCH, Play.answered(workflow, "camina", "all")))
                .containsExactly("belter_11", "drummer_2", "camina");
    }

    @Test
    void everySynthesisBehindTheFirstAgentThatFailed() {
        var workflow = Play.agents(split(10), "belter", 0, 1);
        for (var index = 1; index < 10; index++) {
            workflow = Play.answered(workflow, "belter_" + index, "text");
        }
        workflow = Play.answered(Play.answered(workflow, "drummer_0", "a"), "drummer_1", "b");

        assertThat(again(RESEARCH, Play.answered(workflow, "camina", "all")))
                .containsExactly("belter_0", "drummer_0", "drummer_1", "camina");
    }

    @Test
    void drummerThatFailedAndCaminaButNoOtherDrummer() {
        var workflow = Play.failed(Play.answered(Play.answered(Play.agents(split(15), "belter", 15, 0), "drummer_0", "a"),
                "drummer_2", "c"), "drummer_1");

        assertThat(again(RESEARCH, Play.answered(workflow, "camina", "two of three"))).containsExactly("drummer_1", "camina");
        assertThat(again(RESEARCH, Play.failed(Play.answered(Play.answered(Play.agents(split(10), "belter", 10, 0),
                "drummer_0", "a"), "drummer_1", "b"), "camina"))).containsExactly("camina");
    }

    @Test
    void splitThatFailedOnlyIfNobodyHasAnsweredAPartOfIt() {
        var failed = Play.failed(Play.of(config(3)), "decomposition");

        assertThat(again(RESEARCH, Play.agents(failed, "belter", 0, 3)))
                .containsExactly("belter_0", "belter_1", "belter_2", "decomposition");
        assertThat(again(RESEARCH, Play.agents(failed, "belter", 1, 2))).containsExactly("belter_1", "belter_2");
        assertThat(again(RESEARCH, Play.of(config(3)))).isEmpty();
    }

    @Test
    void synthesisOfASearchThatLackedAnAgent() {
        var workflow = Play.of(SwarmConfig.defaults(), "one", "two", "three");

        assertThat(again(SEARCH, Play.answered(Play.agents(workflow, "swarm", 2, 1), "synthesis", "two of three")))
                .containsExactly("swarm_2", "synthesis");
        assertThat(again(SEARCH, Play.failed(Play.agents(workflow, "swarm", 3, 0), "synthesis"))).containsExactly("synthesis");
    }

    private static List<String> again(Pattern pattern, Workflow workflow) {
        return pattern.outdated(workflow).stream().map(step -> step.value()).toList();
    }

    private static Workflow split(int agents) {
        return Play.answered(Play.of(config(agents)), "decomposition",
                IntStream.rangeClosed(1, agents).mapToObj(part -> part + ". Part " + part).collect(Collectors.joining("\n")));
    }

    private static BeltalowdaConfig config(int agents) {
        var defaults = BeltalowdaConfig.defaults();
        return defaults.with(Play.common(defaults.common(), agents, true, true, Duration.ofSeconds(300)));
    }
}
