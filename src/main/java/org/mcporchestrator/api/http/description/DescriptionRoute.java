package org.mcporchestrator.api.http.description;

import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /q/openapi}: YAML, or JSON for who asks for it by {@code format=json} or by what it accepts. A route and not a
 * resource, because it is no part of what it describes.
 */
@Singleton
class DescriptionRoute {

    /** Behind the gate and before the resources. */
    static final int ORDER = -100;
    private static final String PATH = "/q/openapi";
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    private final Description description;

    DescriptionRoute(Description description) {
        this.description = description;
    }

    void mount(@Observes Router router) {
        at(router, PATH).handler(context -> {
            if (wantsJson(context.request())) {
                send(context, JSON, description.json());
            } else {
                send(context, YAML, description.yaml());
            }
        });
        at(router, PATH + ".json").handler(context -> send(context, JSON, description.json()));
        at(router, PATH + ".yaml").handler(context -> send(context, YAML, description.yaml()));
        at(router, PATH + ".yml").handler(context -> send(context, YAML, description.yaml()));
    }

    private static Route at(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).order(ORDER);
    }

    private static boolean wantsJson(HttpServerRequest request) {
        return "json".equalsIgnoreCase(request.getParam("format"))
                || Optional.ofNullable(request.getHeader("Accept")).filter(types -> types.contains(JSON)).isPresent();
    }

    private static void send(RoutingContext context, String type, Uni<Buffer> document) {
        var loop = context.vertx().getOrCreateContext();
        document.emitOn(task -> loop.runOnContext(_ -> task.run())).subscribe().with(
                content -> context.response().putHeader("Content-Type", type + ";charset=UTF-8")
                        .putHeader("Content-Length", Integer.toString(content.length())).end(content),
                context::fail);
    }
}
