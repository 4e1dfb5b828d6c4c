package org.mcporchestrator.provider.openai;

import org.mcporchestrator.provider.http.FakeVendor;
import org.mcporchestrator.provider.http.HttpProvider;
import org.mcporchestrator.provider.http.Settings;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;

/** The vendors of the table, at a place of the test. */
final class OpenAi {

    static final String PATH = "/v1/chat/completions";

    private OpenAi() {}

    static FakeVendor fake() {
        return fake(CompletionsVendor.OPENAI);
    }

    static FakeVendor fake(CompletionsVendor entry) {
        return new FakeVendor("/v1", entry.vendor(), format(entry));
    }

    static HttpProvider provider(Settings settings, Vertx vertx) {
        return settings.provider(CompletionsVendor.OPENAI.vendor(), format(CompletionsVendor.OPENAI), vertx);
    }

    static Completions format(CompletionsVendor entry) {
        return new Completions(entry.vendor().name(), entry.dialect(), new ObjectMapper());
    }
}
