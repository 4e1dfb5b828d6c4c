package org.mcporchestrator.api.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.api.mcp.resource.Aspect;
import org.mcporchestrator.api.mcp.wire.Gossip.Change;
import org.mcporchestrator.journal.Position;

class GossipTest {

    private static final Aspect.View VIEW = Aspect.View.of("orchestrator://research_0123456789ab/report").orElseThrow();

    /** Pins the form: processes of two versions hear each other during an upgrade. */
    @Test
    void allThatIsToldIsUnderstood() {
        var forms = Map.<Change, String> of(
                new Change.Subscribed(VIEW, new Position(2, 7)), """
                        {"from":"p","session":"s","subscribed":"orchestrator://research_0123456789ab/report","after":"2-7"}""",
                new Change.Unsubscribed(VIEW), """
                        {"from":"p","session":"s","unsubscribed":"orchestrator://research_0123456789ab/report"}""",
                new Change.Cancelled("7"), """
                        {"from":"p","session":"s","cancelled":"7"}""",
                new Change.Ended(), """
                        {"from":"p","session":"s","ended":true}""");

        assertThat(forms).allSatisfy((change, form) -> {
            var gossip = new Gossip("p", "s", change);
            assertThat(gossip.wire()).isEqualTo(form);
            assertThat(Gossip.of(form)).contains(gossip);
        });
        assertThat(forms.keySet()).extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(java.util.List.of(Change.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "nonsense", "{}", "5", "{\"from\":\"p\",\"session\":\"s\",\"renamed\":1}",
            "{\"subscribed\":\"file:///etc\",\"after\":\"1-1\"}",
            "{\"subscribed\":\"orchestrator://research_0123456789ab/report\"}" })
    void whatIsNotKnownIsPassedOver(String wire) {
        assertThat(Gossip.of(wire)).isEmpty();
    }
}
