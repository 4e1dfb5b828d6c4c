import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;

/** Lints the chart and renders it with its defaults and with everything enabled: {@code Render.java CHART FOLDER}. */
class Render {

    /** The first one in which a container can sleep before it stops without a shell. */
    private static final String OLDEST = "1.30.0";

    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("autoscaling.enabled", "true"),
            Map.entry("serviceMonitor.enabled", "true"),
            Map.entry("serviceMonitor.labels.release", "prometheus"),
            Map.entry("existingSecret", "keys"),
            Map.entry("providersSecret", "vendors"),
            Map.entry("redis.keyPrefix", "a:"),
            Map.entry("env.DEFAULT_PROVIDER", "openai"),
            Map.entry("allowedHosts[0]", "orchestrator.example"),
            Map.entry("allowedOrigins[0]", "https://app.example"),
            Map.entry("nodeSelector.disk", "ssd"),
            Map.entry("podAnnotations.note", "text"),
            Map.entry("image.pullSecrets[0].name", "registry"),
            Map.entry("tolerations[0].operator", "Exists"));

    public static void main(String[] arguments) throws Exception {
        var chart = Path.of(arguments[0]);
        var folder = Path.of(arguments[1]);
        var lint = new Helm(chart).lint().strict().call();
        lint.getMessages().forEach(System.out::println);
        if (lint.isFailed()) {
            System.exit(1);
        }
        Files.writeString(folder.resolve("chart.yaml"), template(chart).call());
        var everything = template(chart);
        ALL.forEach(everything::set);
        Files.writeString(folder.resolve("chart-all.yaml"), everything.call());
    }

    private static TemplateCommand template(Path chart) {
        return new Helm(chart).template().withName("orchestrator").withKubeVersion(OLDEST);
    }
}
