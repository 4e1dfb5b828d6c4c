package org.mcporchestrator.api.http.v1;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.http.Calls;
import org.mcporchestrator.api.http.CrowdedInRedis;
import org.mcporchestrator.redis.RedisJournal;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

/** What a client is told whose workflow is still known, and whose result is not: nothing that lets it ask for ever. */
@QuarkusTest
@Tag("application")
@TestProfile(CrowdedInRedis.class)
class ExpiredResultTest {

    @Inject
    RedisJournal journal;

    @Test
    void whoeverWaitsForAResultThatHasExpiredIsToldSo() {
        var id = Calls.research(Map.of("task", "tides", "num_agents", 1));
        Calls.ended(id);
        var workflow = "/v1/workflows/" + id;
        ask(Request.cmd(Command.DEL).arg("result:" + id));
        ask(Request.cmd(Command.PUBLISH).arg("workflows:notices:0").arg("revoked " + id));

        await().until(() -> given().get(workflow + "/result").statusCode() != 200);

        for (var path : new String[] { workflow + "/result", workflow + "/result?wait_seconds=30",
                workflow + "/documents/report.md" }) {
            given().get(path).then().statusCode(410)
                    .contentType("application/problem+json")
                    .body("code", equalTo("result_expired"));
        }
        given().get("/download/" + id + "/report.md").then().statusCode(410).body("code", equalTo("result_expired"));
        given().get(workflow).then().statusCode(200).body("status", equalTo("completed"));
        Calls.tool("get_orchestration_status", Map.of("task_id", id, "wait_seconds", 30)).statusCode(200)
                .body("status", equalTo("completed"));
        given().delete(workflow).then().statusCode(204);
        given().get(workflow + "/result").then().statusCode(404).body("code", equalTo("unknown_workflow"));
    }

    private void ask(Request request) {
        var _ = journal.link().read(request).await().atMost(Duration.ofSeconds(5));
    }
}
