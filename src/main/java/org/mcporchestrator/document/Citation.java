package org.mcporchestrator.document;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A source as a provider gave it: fields of text, of which {@code title} and {@code url} are usual. */
record Citation(Optional<String> title, Optional<String> url, Map<String, String> others) {

    static Citation of(Map<String, String> fields) {
        var others = new TreeMap<>(fields);
        return new Citation(Optional.ofNullable(others.remove("title")), Optional.ofNullable(others.remove("url")), others);
    }

    String text() {
        var link = url.filter(Citation::isWeb);
        var name = title.map(Markdown::plain).or(() -> url.map(Markdown::plain));
        var source = link.map(address -> "[" + name.orElse("source") + "](<" + address + ">)").or(() -> name);
        var details = others.entrySet().stream()
                .map(field -> Markdown.plain(field.getKey()) + ": " + Markdown.plain(field.getValue()))
                .collect(Collectors.joining(", "));
        return source.map(known -> details.isEmpty() ? known : known + " (" + details + ")").orElse(details);
    }

    /** Nothing else is a link: not {@code javascript:}, and nothing that would end the link early. */
    private static boolean isWeb(String url) {
        try {
            var scheme = new URI(url).getScheme();
            return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
