package org.mcporchestrator.webhook.target;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** {@code orchestrator.webhooks.targets.*} in application.properties. */
@ConfigMapping(prefix = "orchestrator.webhooks.targets")
public interface TargetConfig {

    /**
     * Host names, addresses and networks (CIDR) that may be called although they are private, and by plain HTTP. All others are
     * called by HTTPS, at public addresses.
     */
    Optional<List<String>> allowed();
}
