package org.mcporchestrator.api.http.description;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.ext.web.Router;

/**
 * {@code GET /q/swagger-ui}: the interface to try in a browser. Not in packages, which lack the scripts that the page loads:
 * they come from an optional dependency.
 */
@IfBuildProfile(anyOf = { "dev", "test" })
@Singleton
class TrialPage {

    void mount(@Observes Router router) {
        var page = Resource.text("/page/swagger-ui.html");
        router.get("/q/swagger-ui").order(DescriptionRoute.ORDER)
                .handler(context -> context.response().putHeader("Content-Type", "text/html;charset=UTF-8").end(page));
    }
}
