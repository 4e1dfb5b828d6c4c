package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.longResearch;
import static org.mcporchestrator.api.http.Calls.research;
import static org.mcporchestrator.api.http.Calls.tool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class DownloadTest {

    @Test
    void theDocumentsThatAResultListsCanBeHadInTheirSizes() {
        var id = research(Map.of("task", "tides", "num_agents", 3, "document_formats", List.of("markdown", "html")));
        List<Map<String, Object>> documents = ended(id).getList("result.generated_documents");

        assertThat(documents).extracting(document -> document.get("format")).containsExactly("markdown", "html");
        assertThat(documents).allSatisfy(document -> assertThat(given().get((String) document.get("url")).then().statusCode(200)
                .extract().asByteArray()).hasSize((int) document.get("size_bytes")));
    }

    @Test
    void theReportIsMarkdown() {
        var id = research(Map.of("task", "tides & <b>winds</b>", "num_agents", 2, "title", "Tides"));
        ended(id);

        var report = given().get("/download/" + id + "/report.md").then().statusCode(200)
                .contentType("text/markdown;charset=UTF-8")
                .header("Content-Disposition", equalTo("attachment; filename=\"" + id + "-report.md\""))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .extract().asString();
        assertThat(report).startsWith("# Tides\n").contains("**Simulated:**", "## Findings", "`agent_belter_1`", "## Steps");
    }

    @Test
    void theReportIsAPageThatMayDoNothing() {
        var id = research(Map.of("task", "tides & <script>alert(1)</script>", "num_agents", 2));
        ended(id);

        var page = given().get("/download/" + id + "/report.html").then().statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy",
                        allOf(startsWith("default-src 'none'; style-src 'sha256-"), containsString("sandbox")))
                .extract().asByteArray();
        assertThat(new String(page, StandardCharsets.UTF_8)).contains("<h2>Findings</h2>", "&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void aWorkflowThatWantedNoDocumentsListsNoneButHasItsReport() {
        var id = research(Map.of("task", "tides", "num_agents", 2, "generate_documents", false));

        assertThat(ended(id).getList("result.generated_documents")).isEmpty();
        given().get("/download/" + id + "/report.md").then().statusCode(200);
        given().head("/download/" + id + "/report.md").then().statusCode(200);
    }

    @Test
    void aWorkflowThatRunsHasNoReportYet() {
        var id = longResearch();

        given().get("/download/" + id + "/report.md").then().statusCode(409)
                .contentType("application/json").body("success", equalTo(false)).body("code", equalTo("not_ended"));
        tool("cancel_orchestration", Map.of("task_id", id)).statusCode(200);
        given().get("/download/" + id + "/report.md").then().statusCode(200).body(containsString("was cancelled"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "research_0123456789ab/report.md", "nonsense/report.md", "..%2f..%2fetc/report.md" })
    void aWorkflowThatIsNotThereHasNoReport(String path) {
        given().urlEncodingEnabled(false).get("/download/" + path).then().statusCode(404)
                .contentType("application/json").body("code", equalTo("unknown_workflow"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "report.pdf", "report", "REPORT.MD", "..%2freport.md" })
    void aDocumentThatIsNotThereIsAProblem(String name) {
        given().urlEncodingEnabled(false).get("/download/research_0123456789ab/" + name).then().statusCode(404)
                .contentType("application/json").body("code", equalTo("unknown_document"))
                .body("error", containsString("report.md"));
    }
}
