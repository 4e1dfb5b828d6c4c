package org.mcporchestrator.webhook.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

class SignaturesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DeliveryId ID = new DeliveryId(new WorkflowId("research_0123456789ab"), new Position(1, 2));
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);

    /** As those sent them whose receivers check the two legacy headers. */
    private static final String LEGACY = """
            {"task_id": "research_0123456789ab", "event": {"event_type": "agent_complete", "task_id": "research_0123456789ab", \
            "timestamp": "2025-11-18T10:00:00.123456", "data": {"subtask_id": "belter_0", "execution_time": 1.5, "cost": 0.0}}, \
            "timestamp": "2025-11-18T10:00:00.200000"}""";

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    private static List<Secret> secrets(String... values) {
        return List.of(values).stream().map(Secret::new).toList();
    }

    @Test
    void legacyHeadersAreThoseThatReceiversCompute() throws Exception {
        var headers = Signatures.headers(ID, AT, LEGACY.getBytes(StandardCharsets.UTF_8), json(LEGACY), secrets("test-secret"));

        assertThat(headers).containsEntry("X-MCP-Signature", "df8353f69177748e29180a9e415ae0d1054e7c1c113a43a0f4857196662ab956")
                .containsEntry("X-Webhook-Signature", "cd93d3928eef13996fa079d96acf9f7a7aea8613b8a79a64c7b4118d8a520d49");
    }

    /** The example of the specification of Standard Webhooks, with our form of an id. */
    @Test
    void standardHeadersSignIdTimeAndBody() throws Exception {
        var body = "{\"test\": 2432232314}";

        var headers = Signatures.headers(ID, AT, body.getBytes(StandardCharsets.UTF_8), json(body),
                secrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(headers).containsEntry("webhook-id", "research_0123456789ab_1-2")
                .containsEntry("webhook-timestamp", "1614265330");
        assertThat(headers.get("webhook-signature")).startsWith("v1,").hasSize(3 + 44);
    }

    @Test
    void twoSecretsSignWhileTheyChange() throws Exception {
        var both = Signatures.headers(ID, AT, LEGACY.getBytes(StandardCharsets.UTF_8), json(LEGACY),
                secrets("the-new-one", "the-old-one")).get("webhook-signature");
        var old = Signatures.headers(ID, AT, LEGACY.getBytes(StandardCharsets.UTF_8), json(LEGACY), secrets("the-old-one"))
                .get("webhook-signature");

        assertThat(both.split(" ")).hasSize(2).contains(old);
    }

    @Test
    void nothingIsSignedWithoutASecret() throws Exception {
        assertThat(Signatures.headers(ID, AT, LEGACY.getBytes(StandardCharsets.UTF_8), json(LEGACY), List.of()))
                .containsOnlyKeys("webhook-id", "webhook-timestamp");
    }

    @Test
    void canonicalFormIsThatOfPython() throws Exception {
        assertThat(CanonicalJson.of(json("""
                {"b":[1,true,null,{}],"a":"é€😀\\"\\\\/\\n\\u0001\\u007f","A":[],"ﬀ":1,"😀":2}"""))).isEqualTo(
                "{\"A\": [], \"a\": \"\\u00e9\\u20ac\\ud83d\\ude00\\\"\\\\/\\n\\u0001\\u007f\", "
                        + "\"b\": [1, true, null, {}], \"\\ufb00\": 1, \"\\ud83d\\ude00\": 2}");
    }

    /** What {@code repr} of Python 3 answers. */
    @ParameterizedTest
    @CsvSource({ "0.0, 0.0", "-0.0, -0.0", "1.5, 1.5", "100.0, 100.0", "0.0001, 0.0001", "0.00001, 1e-05", "1.25e-7, 1.25e-07",
            "9007199254740993.0, 9007199254740992.0", "1e15, 1000000000000000.0", "1e16, 1e+16", "-1.5e300, -1.5e+300",
            "0.1, 0.1", "3.141592653589793, 3.141592653589793", "2e-323, 2e-323" })
    void numbersAreWrittenAsPythonDoes(double value, String expected) {
        assertThat(CanonicalJson.repr(value)).isEqualTo(expected);
    }
}
