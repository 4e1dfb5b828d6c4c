package org.mcporchestrator.api.mcp.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.PromptManager;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.PromptResponse;
import io.quarkiverse.mcp.server.TransportHint;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/**
 * Prompts that people pick in a client: each lets the model have work done by the tools, and says what to do with the answer.
 */
@Singleton
class McpPrompts {

    private static final int LONGEST_ARGUMENT = 10_000;

    /** What a person fills in. */
    private record Blank(String name, String description, Optional<String> fallback) {

        static Blank required(String name, String description) {
            return new Blank(name, description, Optional.empty());
        }

        static Blank optional(String name, String description, String fallback) {
            return new Blank(name, description, Optional.of(fallback));
        }
    }

    /** @param text in which {@code {name}} stands for each blank */
    private record Draft(String name, String title, String description, List<Blank> blanks, String text) {}

    private static final String WAIT = """
            Call it with wait_seconds 600. If the answer says that the workflow goes on, call get_orchestration_status with its \
            task_id and wait_seconds 600 until it has ended. """;

    private static final List<Draft> ALL = List.of(
            new Draft("research_brief", "Research brief", "A brief on a topic, researched by several agents",
                    List.of(Blank.required("topic", "What the brief is about."),
                            Blank.optional("audience", "For whom it is.", "an informed general reader"),
                            Blank.optional("num_agents", "How many agents work on it.", "8")),
                    """
                            Write a research brief about this topic for {audience}:

                            {topic}

                            Use the tool orchestrate_research, with num_agents {num_agents} and the topic as a full question in task. %s\
                            Then write the brief from the report: one paragraph with the answer, the main findings as a list, what is \
                            disputed or unknown, and what to read next. Say of each finding which agent it comes from, and add nothing \
                            that the report does not have."""
                            .formatted(WAIT)),
            new Draft("comparison", "Comparison", "Several things compared by the same criteria",
                    List.of(Blank.required("subjects", "What is compared, separated by commas."),
                            Blank.optional("criteria", "By what.", "the criteria that matter most for a choice between them")),
                    """
                            Compare these: {subjects}

                            Criteria: {criteria}

                            Use the tool orchestrate_research. Give one subtask for each of them in subtasks, in which the same \
                            criteria are asked for. %s\
                            Then make a table with a row for each criterion and a column for each of them, say where the \
                            agents found nothing, and end with when to choose which."""
                            .formatted(WAIT)),
            new Draft("literature_review", "Literature review", "What has been published on a question",
                    List.of(Blank.required("question", "The question of the review."),
                            Blank.optional("period", "From when the publications are.", "the last ten years")),
                    """
                            Review what has been published on this question: {question}

                            Period: {period}

                            Use the tool orchestrate_search with allowed_agent_types ["academic", "technical", "news"] and \
                            search_depth "deep". %s\
                            Then write the review: the schools of thought, what each of them relies on, where they agree and \
                            contradict each other, and the gaps. Cite only what the findings name, and mark every source that \
                            should be looked up before it is relied on.""".formatted(WAIT)),
            new Draft("fact_check", "Fact check", "Whether a claim holds",
                    List.of(Blank.required("claim", "The claim, in one or few sentences.")),
                    """
                            Check this claim: {claim}

                            Use the tool orchestrate_research with these subtasks: evidence for the claim; evidence against it; \
                            where the claim comes from, and how it changed; what experts and primary sources say. %s\
                            Then answer in this order: a verdict (true, mostly true, mixed, mostly false, false, or not decidable), the \
                            decisive evidence on both sides, and how sure that is. What an agent states without a source counts as \
                            unproven."""
                            .formatted(WAIT)));

    private final PromptManager prompts;

    McpPrompts(PromptManager prompts) {
        this.prompts = prompts;
    }

    void register(@Observes StartupEvent startup) {
        ALL.forEach(this::register);
    }

    private void register(Draft draft) {
        var definition = prompts.newPrompt(draft.name())
                .setTitle(draft.title())
                .setDescription(draft.description())
                .addHint(TransportHint.STREAMABLE_HTTP_SKIP_SSE_INIT)
                .setAsyncHandler(request -> Uni.createFrom().item(() -> filled(draft, request.args())));
        draft.blanks().forEach(blank -> definition.addArgument(blank.name(), blank.description(),
                blank.fallback().isEmpty()));
        definition.register();
    }

    private static PromptResponse filled(Draft draft, Map<String, String> given) {
        var values = draft.blanks().stream().collect(Collectors.toMap(Blank::name, blank -> value(blank, given)));
        return new PromptResponse(draft.description(), List.of(PromptMessage.withUserRole(fill(draft.text(), values))));
    }

    /** In one pass: what a person wrote is not looked through for blanks. */
    private static String fill(String text, Map<String, String> values) {
        return Pattern.compile("\\{([a-z_]+)}").matcher(text)
                .replaceAll(blank -> Matcher.quoteReplacement(values.get(blank.group(1))));
    }

    private static String value(Blank blank, Map<String, String> given) {
        var value = Optional.ofNullable(given.get(blank.name())).map(String::strip).filter(text -> !text.isEmpty())
                .or(blank::fallback)
                .orElseThrow(() -> invalid(blank.name() + " is required"));
        if (value.length() > LONGEST_ARGUMENT) {
            throw invalid(blank.name() + " must be at most " + LONGEST_ARGUMENT + " characters");
        }
        return value;
    }

    private static McpException invalid(String message) {
        return new McpException(message, JsonRpcErrorCodes.INVALID_PARAMS);
    }
}
