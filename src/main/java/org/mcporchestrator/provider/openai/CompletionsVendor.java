package org.mcporchestrator.provider.openai;

import java.util.List;
import java.util.Optional;

import org.mcporchestrator.provider.http.Vendor;

/**
 * The vendors that speak this wire format: one entry each. Its key gets its variable in {@code application.properties}, its
 * models get prices there. Facts were looked up on 2026-11-23 in the pages named.
 */
enum CompletionsVendor {

    /**
     * <a href="https://docs.x.ai/docs/api-reference">xAI</a>: its limit is of the text alone, and what is thought is counted
     * and billed beside it; how much that may be is an assumption. Grok 4, 4 Fast and 3 were retired on 2026-05-15
     * (docs.x.ai/developers/migration/may-15-retirement), in favour of {@code grok-4.3}.
     */
    XAI("xai", "XAI_API_KEY", "https://api.x.ai/v1", Dialect.thinkingBeside(8_192), "grok-4.3", "grok-4.5", "grok-4.6"),
    /**
     * <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI</a>, and by another base URL any compatible server.
     * It ends {@code gpt-5}, its smaller ones and {@code o3} on 2026-12-11, {@code gpt-4.1} and {@code gpt-4o} on 2027-01-14,
     * {@code gpt-5.1} on 2027-04-01, {@code gpt-4.1} in favour of {@code gpt-6-luna}, of which no end is announced
     * (developers.openai.com/api/docs/deprecations, as told by
     * dev.to/max_bob/openai-api-deprecations-2026-2027-every-shutdown-date-and-recommended-replacement-gpt-4o-2ffm).
     */
    OPENAI("openai", "OPENAI_API_KEY", "https://api.openai.com/v1", Dialect.USUAL, "gpt-6-luna", "gpt-6.1-sol",
            "gpt-6.1-terra", "gpt-4.1", "gpt-4.1-mini", "gpt-5.1", "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-4o",
            "gpt-4o-mini", "o3"),
    /**
     * <a href="https://docs.mistral.ai/api">Mistral</a>: refuses fields that it does not know (422 "Extra inputs are not
     * permitted", github.com/mistralai/platform-docs-public/issues/7); the last chunk has the tokens. Its former large model,
     * 2411, was retired on 2026-05-31.
     */
    MISTRAL("mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1", Dialect.USAGE_UNASKED, "mistral-large-2512",
            "mistral-small-latest"),
    /** <a href="https://console.groq.com/docs/api-reference">Groq</a>: {@code max_tokens} is its old name of the limit. */
    GROQ("groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1", Dialect.NEW_LIMIT, "llama-3.3-70b-versatile",
            "llama-3.1-8b-instant"),
    /**
     * <a href="https://ai.google.dev/gemini-api/docs/openai">Gemini</a>, its compatible endpoint. Its models think within the
     * limit; {@code low} is a budget of 1024 tokens.
     */
    GEMINI("gemini", "GEMINI_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai", Dialect.thinking("low", 1024),
            "gemini-2.5-pro", "gemini-2.5-flash"),
    /**
     * <a href="https://docs.perplexity.ai/docs/sonar/openai-compatibility">Perplexity</a>: searches, and names its sources
     * beside the text; tells tokens and cost in every chunk. It has ended this format on 2026-09-27 in favour of its Agent API
     * (docs.perplexity.ai/docs/agent-api/migrate-from-sonar; that calls are refused since then is told by
     * github.com/danielmiessler/Fabric, release 1.4.528); a gateway that still speaks it is a matter of the base URL, and
     * without one it is not configured.
     */
    PERPLEXITY(new Vendor("perplexity", "PERPLEXITY_BASE_URL", "https://api.perplexity.ai", List.of("sonar-pro", "sonar"),
            Optional.of("Perplexity has ended its chat completions on 2026-09-27; PERPLEXITY_BASE_URL may name a gateway that "
                    + "still offers them")),
            Dialect.USAGE_UNASKED),
    /**
     * <a href="https://docs.cohere.com/docs/compatibility-api">Cohere</a>, its compatibility endpoint: refuses
     * {@code stream_options} (strandsagents.com/docs/user-guide/concepts/model-providers/cohere).
     */
    COHERE("cohere", "COHERE_API_KEY", "https://api.cohere.ai/compatibility/v1", Dialect.USAGE_UNASKED, "command-a-03-2025",
            "command-r-plus"),
    /**
     * <a href="https://docs.ollama.com/api/openai-compatibility">Ollama</a>, models on a machine of one's own, without a key.
     */
    OLLAMA("ollama", "OLLAMA_BASE_URL", "http://localhost:11434/v1", Dialect.FREE, "llama3.2");

    private final Vendor vendor;
    private final Dialect dialect;

    CompletionsVendor(String name, String variable, String baseUrl, Dialect dialect, String... models) {
        this(new Vendor(name, variable, baseUrl, List.of(models)), dialect);
    }

    CompletionsVendor(Vendor vendor, Dialect dialect) {
        this.vendor = vendor;
        this.dialect = dialect;
    }

    Vendor vendor() {
        return vendor;
    }

    Dialect dialect() {
        return dialect;
    }
}
