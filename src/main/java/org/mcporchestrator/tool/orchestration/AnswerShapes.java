package org.mcporchestrator.tool.orchestration;

import static org.mcporchestrator.tool.argument.Shape.always;
import static org.mcporchestrator.tool.argument.Shape.maybe;

import org.mcporchestrator.tool.argument.Shape;
import org.mcporchestrator.tool.argument.Shape.Field;
import org.mcporchestrator.tool.argument.Shape.Type;

/** The shapes of what {@link Answers} says. */
final class AnswerShapes {

    private static final Field ID = always("task_id", Type.TEXT, "Names the workflow in further calls.");
    private static final Field STATUS = always("status", Type.TEXT, "pending, running, completed, failed or cancelled.");
    private static final Field PATTERN = always("orchestrator_type", Type.TEXT, "The pattern: beltalowda or swarm.");
    private static final Field TITLE = always("title", Type.TEXT, "The title of the report.");
    private static final Field AGENTS = always("agent_results", Type.LIST, "What each agent brought.",
            always("agent_id", Type.TEXT, "Names the agent."),
            always("status", Type.TEXT, "completed, failed or cancelled."),
            always("content", Type.TEXT, "The answer; empty if there is none."),
            always("error", Type.TEXT_OR_NULL, "Why there is none."));
    private static final Field SYNTHESES = always("synthesis_results", Type.LIST, "The texts of the middle tier.",
            always("synthesis_id", Type.TEXT, "Names the synthesis."),
            always("content", Type.TEXT, "The text; empty if there is none."));
    private static final Field PROGRESS = maybe("progress", Type.OBJECT, "How far the workflow is.",
            always("current_stage", Type.TEXT, "What it does now."),
            always("completed_agents", Type.WHOLE, "Agents with an answer."),
            always("failed_agents", Type.WHOLE, "Agents that failed for good."),
            always("total_agents", Type.WHOLE, "Agents that are planned; 0 before that is known."),
            always("percent_complete", Type.WHOLE, "0 to 100."));
    private static final Field RESULT = maybe("result", Type.OBJECT, "The report, once the workflow has ended.",
            always("final_synthesis", Type.TEXT_OR_NULL, "The report itself, Markdown; null if nothing was merged."),
            AGENTS, SYNTHESES,
            always("execution_time", Type.NUMBER, "Seconds from start to end."),
            always("total_cost", Type.NUMBER, "USD, of all steps whose price is known."));
    private static final Field BUDGET = maybe("budget", Type.OBJECT,
            "If it has a limit: what was spent, lost and reserved of it.",
            always("spent", Type.OBJECT, "Known cost (USD) and tokens of what is done."),
            always("lost", Type.OBJECT, "Likely cost and tokens of calls whose true cost nobody will know."),
            always("reserved", Type.OBJECT, "Likely cost and tokens of calls under way."));
    private static final Field STOPPED_BY = maybe("stopped_by", Type.TEXT,
            "budget: steps were left out, it had no room for them.");
    private static final Field ERROR = maybe("error", Type.TEXT, "Why the workflow failed.");

    /** What a start answers: at once, or after a wait. */
    static final Shape STARTED = Shape.of(ID, STATUS, PATTERN, TITLE,
            always("stream_url", Type.TEXT, "Path of the events on this server, as server-sent events."),
            always("durable", Type.FLAG, "false: recorded in memory only, until the server's database is back."),
            always("warnings", Type.LIST, "What was asked for and has no effect."),
            maybe("message", Type.TEXT, "What to do next."),
            PROGRESS, BUDGET, STOPPED_BY, RESULT, ERROR);

    static final Shape STANDING = Shape.of(ID, STATUS, PATTERN, TITLE, always("task", Type.TEXT, "What was asked for."),
            PROGRESS, BUDGET, STOPPED_BY, RESULT, ERROR);

    static final Shape CANCELLED = Shape.of(ID, STATUS, always("cancelled", Type.FLAG, "true: it was stopped by this call."),
            always("message", Type.TEXT, "What that means."),
            always("partial_results", Type.OBJECT, "What was finished before.", AGENTS, SYNTHESES));

    static final Shape PATTERNS = Shape.of(always("patterns", Type.LIST, "The patterns.",
            always("name", Type.TEXT, "As in orchestrator_type."),
            always("description", Type.TEXT, "How the agents work together."),
            always("tool", Type.TEXT, "The tool that starts it."),
            always("use_cases", Type.LIST, "What it is good for."),
            always("default_config", Type.OBJECT, "Its parameters with their defaults.")),
            always("count", Type.WHOLE, "How many there are."));

    private AnswerShapes() {}
}
