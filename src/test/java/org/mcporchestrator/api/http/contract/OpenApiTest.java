package org.mcporchestrator.api.http.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.orchestration.Requests;
import org.mcporchestrator.workflow.config.PatternName;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** The document of the interface is one of OpenAPI 3.1, and says what the code does. */
@QuarkusTest
@Tag("application")
class OpenApiTest {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final Map<Class<? extends Annotation>, String> METHODS = Map.of(GET.class, "GET", POST.class, "POST",
            PUT.class, "PUT", DELETE.class, "DELETE");

    /** What stands in quotes and is a path. */
    private static final Pattern LOADED = Pattern.compile("['\"](/[^'\"]+)['\"]");

    @TestHTTPResource
    URI root;

    @Inject
    Requests requests;

    private Document document;

    @BeforeEach
    void read() throws Exception {
        document = Document.of(root);
    }

    @Test
    void theDocumentIsOneOfOpenApi31() {
        InputStream schema = OpenApiTest.class.getResourceAsStream("/openapi/schema-3.1.json");

        assertThat(document.root().path("openapi").asText()).startsWith("3.1.");
        assertThat(SCHEMAS.getSchema(schema).validate(document.root())).isEmpty();
    }

    @Test
    void itsSchemasAreSchemas() {
        var dialect = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));

        document.root().at("/components/schemas").properties()
                .forEach(schema -> assertThat(dialect.validate(schema.getValue())).as(schema.getKey()).isEmpty());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.root().findValuesAsText("$ref")).isNotEmpty()
                .allSatisfy(reference -> assertThat(document.root().at(reference.substring(1)).isMissingNode())
                        .as(reference).isFalse());
    }

    @Test
    void examplesAreAsTheirSchemasSay() {
        for (var content : document.root().findValues("content")) {
            content.properties().forEach(media -> examples(media.getValue()).forEach(example -> assertThat(
                    document.compiled(media.getValue().path("schema")).validate(example)).as(example.toString()).isEmpty()));
        }
    }

    private static List<JsonNode> examples(JsonNode media) {
        var all = new ArrayList<JsonNode>();
        Optional.ofNullable(media.get("example")).ifPresent(all::add);
        media.path("examples").forEach(example -> all.add(example.path("value")));
        return all;
    }

    @Test
    void everyResourceOfTheCodeIsInTheDocumentAndNothingElse() {
        var documented = new TreeSet<>(document.operations().stream().map(Document.Operation::toString).toList());

        assertThat(documented).containsExactlyElementsOf(resources());
    }

    private static TreeSet<String> resources() {
        var all = new TreeSet<>(List.of("GET /stream/{task_id}", "GET /v1/workflows/{id}/events"));
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.mcporchestrator.api.http").stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(type -> type.getMethods().stream())
                .forEach(method -> METHODS.entrySet().stream().filter(known -> method.isAnnotatedWith(known.getKey()))
                        .forEach(known -> all.add(known.getValue() + " " + path(method))));
        return all;
    }

    /** Without the patterns of its parameters, and with the names that the document has for them. */
    private static String path(JavaMethod method) {
        var below = method.isAnnotatedWith(Path.class) ? method.getAnnotationOfType(Path.class).value() : "";
        var path = (method.getOwner().getAnnotationOfType(Path.class).value() + below).replaceAll("\\{(\\w+):[^}]*}", "{$1}")
                .replaceAll("//+", "/");
        return path.startsWith("/download") ? path.replace("{id}", "{task_id}") : path;
    }

    @Test
    void whatMayBeSentIsWhatIsChecked() {
        for (var name : PatternName.values()) {
            var form = requests.form(name);
            var prefix = name == PatternName.BELTALOWDA ? "Research" : "Search";
            assertThat(document.schema(prefix + "Config").path("properties").properties()).as(prefix).isNotEmpty()
                    .allSatisfy(property -> assertSame(form, property.getKey(), property.getValue()));
            assertThat(document.schema(prefix + "Input").path("properties").properties()).as(prefix).isNotEmpty()
                    .allSatisfy(property -> assertSame(form,
                            property.getKey().equals("task") ? Requests.subject(name) : property.getKey(),
                            property.getValue()));
            assertThat(names(document.schema(prefix + "Config"), document.schema(prefix + "Input")))
                    .containsExactlyElementsOf(parameters(form, name));
        }
        assertThat(names(document.schema("Changes"))).containsExactlyElementsOf(
                new TreeSet<>(requests.changes().parameters().stream().map(parameter -> parameter.name()).toList()));
    }

    private static void assertSame(Form form, String name, JsonNode documented) {
        var checked = (JsonNode) form.schema().path("properties").path(name);
        assertThat(checked.properties()).as(name).isNotEmpty().allSatisfy(limit -> {
            var told = documented.path(limit.getKey());
            assertThat(told.equals((one, other) -> one.isNumber() && other.isNumber()
                    ? one.decimalValue().compareTo(other.decimalValue())
                    : one.equals(other) ? 0 : 1, limit.getValue()))
                    .as("%s of %s: %s, not %s", limit.getKey(), name, limit.getValue(), told).isTrue();
        });
    }

    private static TreeSet<String> names(JsonNode... schemas) {
        var names = new TreeSet<String>();
        for (var schema : schemas) {
            schema.path("properties").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    private static TreeSet<String> parameters(Form form, PatternName pattern) {
        var names = new TreeSet<>(form.parameters().stream().map(parameter -> parameter.name()).toList());
        List.of("webhook_url", "wait_seconds", "cancel_on_disconnect", "priority", "idempotency_key").forEach(names::remove);
        names.remove(Requests.subject(pattern));
        names.add("task");
        return names;
    }

    @Test
    void itIsServedAsYamlToo() throws Exception {
        var yaml = given().get("/q/openapi").then().statusCode(200).contentType("application/yaml").body(startsWith("---"))
                .extract().asString();

        assertThat((JsonNode) new YAMLMapper().readTree(yaml)).isEqualTo(document.root());
        assertThat(given().get("/q/openapi.yaml").asString()).isEqualTo(yaml);
        assertThat(given().get("/q/openapi.yml").asString()).isEqualTo(yaml);
    }

    @Test
    void itIsJsonForWhoAcceptsOrWantsIt() {
        var json = given().get("/q/openapi?format=JSON").then().statusCode(200).contentType("application/json")
                .extract().asString();

        assertThat(given().header("Accept", "text/html, application/json;q=0.9").get("/q/openapi").asString()).isEqualTo(json);
        assertThat(given().get("/q/openapi.json").asString()).isEqualTo(json);
    }

    @Test
    void itHasTheVersionOfTheServer() {
        var version = given().get("/").then().extract().<String> path("version");

        assertThat(document.root().at("/info/version").asText()).isEqualTo(version).isNotBlank();
    }

    @Test
    void itsHeadIsThatOfTheWholeDocument() {
        var length = given().get("/q/openapi").then().extract().header("Content-Length");

        given().head("/q/openapi").then().statusCode(200).contentType("application/yaml").header("Content-Length", length);
    }

    @Test
    void itCanOnlyBeRead() {
        given().post("/q/openapi").then().statusCode(405).header("Allow", "GET, HEAD");
    }

    @Test
    void onlyNamedOriginsMayReadIt() {
        given().header("Origin", "https://app.example").get("/q/openapi").then()
                .header("Access-Control-Allow-Origin", "https://app.example");
        given().header("Origin", "https://other.example").get("/q/openapi").then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void aPageToTryItFindsWhatItLoads() {
        var page = given().get("/q/swagger-ui").then().statusCode(200).contentType("text/html").extract().asString();

        assertThat(LOADED.matcher(page).results().map(match -> match.group(1)))
                .contains("/openapi-ui/swagger-ui-bundle.js", "/q/openapi")
                .allSatisfy(path -> given().get(path).then().statusCode(200));
    }
}
