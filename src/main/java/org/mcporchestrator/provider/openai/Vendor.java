package org.mcporchestrator.provider.openai;

/**
 * The vendors that speak this wire format. A further one is a line here, in {@link VendorsConfig} and {@link VendorProviders}.
 */
enum Vendor {

    /** <a href="https://docs.x.ai/docs/api-reference">xAI</a>. */
    XAI("xai", "XAI_API_KEY", "https://api.x.ai/v1", "grok-4"),
    /**
     * <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI</a>, and by another base URL any compatible server.
     */
    OPENAI("openai", "OPENAI_API_KEY", "https://api.openai.com/v1", "gpt-4.1");

    private final String provider;
    private final String variable;
    private final String baseUrl;
    private final String model;

    Vendor(String provider, String variable, String baseUrl, String model) {
        this.provider = provider;
        this.variable = variable;
        this.baseUrl = baseUrl;
        this.model = model;
    }

    String provider() {
        return provider;
    }

    String variable() {
        return variable;
    }

    /** Where it is called if the configuration names no other place. */
    String baseUrl() {
        return baseUrl;
    }

    /** The model that is called if the configuration names no other. */
    String model() {
        return model;
    }
}
