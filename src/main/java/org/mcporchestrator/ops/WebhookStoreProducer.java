package org.mcporchestrator.ops;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.mcporchestrator.memory.webhook.MemoryWebhooks;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.redis.webhook.RedisWebhooks;
import org.mcporchestrator.webhook.WebhookStore;

/** Decides where webhooks are kept: with the journal. */
final class WebhookStoreProducer {

    private WebhookStoreProducer() {}

    @Produces
    @Singleton
    static WebhookStore store(RedisConfig config, Instance<RedisWebhooks> redis, Instance<MemoryWebhooks> memory) {
        return config.enabled() ? redis.get() : memory.get();
    }
}
