package org.mcporchestrator.ops.tracing;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of attributes: those of OpenTelemetry's semantic conventions for generative AI, version 1.41 (status: development), and
 * ours for what they have no name for.
 */
final class GenAi {

    static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
    static final AttributeKey<String> CONVERSATION = stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> WORKFLOW = stringKey("gen_ai.workflow.name");
    static final AttributeKey<String> AGENT = stringKey("gen_ai.agent.id");
    static final AttributeKey<String> AGENT_NAME = stringKey("gen_ai.agent.name");
    static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
    static final AttributeKey<Double> TEMPERATURE = doubleKey("gen_ai.request.temperature");
    static final AttributeKey<Long> MAX_TOKENS = longKey("gen_ai.request.max_tokens");
    static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
    static final AttributeKey<Long> INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<String> SYSTEM = stringKey("gen_ai.system_instructions");
    static final AttributeKey<String> INPUT = stringKey("gen_ai.input.messages");
    static final AttributeKey<String> OUTPUT = stringKey("gen_ai.output.messages");
    static final AttributeKey<String> ERROR = stringKey("error.type");

    static final AttributeKey<String> TASK_ID = stringKey("orchestrator.task_id");
    static final AttributeKey<String> STEP = stringKey("orchestrator.step");
    static final AttributeKey<String> STATUS = stringKey("orchestrator.status");
    static final AttributeKey<Long> ATTEMPTS = longKey("orchestrator.attempts");
    static final AttributeKey<Double> COST = doubleKey("orchestrator.cost_usd");
    static final AttributeKey<Boolean> SIMULATED = booleanKey("orchestrator.simulated");

    static final String CHAT = "chat";
    static final String INVOKE_WORKFLOW = "invoke_workflow";

    private GenAi() {}

    /** The vendor as the conventions call it; one that they do not know keeps our name. */
    static String provider(String name) {
        return switch (name) {
            case "xai" -> "x_ai";
            case "mistral" -> "mistral_ai";
            case "gemini" -> "gcp.gemini";
            default -> name;
        };
    }
}
