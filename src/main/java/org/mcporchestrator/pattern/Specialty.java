package org.mcporchestrator.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of search agents: what words speak for one, and how user interfaces show it. Earlier ones win. */
enum Specialty {

    IMAGE("fa-image", "#e74c3c", "image|photo|picture|visual"),
    VIDEO("fa-video", "#f39c12", "video|youtube|clip|footage"),
    NEWS("fa-newspaper", "#2ecc71", "news|current|latest|recent"),
    ACADEMIC("fa-graduation-cap", "#9b59b6", "academic|research|paper|study|studies|journal"),
    SOCIAL("fa-users", "#1abc9c", "social|twitter|reddit|forum"),
    PRODUCT("fa-shopping-cart", "#e67e22", "product|review|buy|purchase|price"),
    TECHNICAL("fa-code", "#34495e", "code|technical|documentation|api|programming"),
    TEXT("fa-file-text", "#3498db", "text|article|blog|content"),
    GENERAL("fa-search", "#95a5a6", "general");

    private final String icon;
    private final String color;
    private final Pattern words;

    Specialty(String icon, String color, String words) {
        this.icon = icon;
        this.color = color;
        this.words = Pattern.compile("\\b(?:" + words + ")s?\\b", Pattern.CASE_INSENSITIVE);
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> metadata() {
        return Map.of("swarm_type", wire(), "icon", icon, "color", color);
    }

    /** Those that a caller allows, in order; all if none of the names is known. */
    static List<Specialty> allowed(List<String> names) {
        var allowed = Arrays.stream(values()).filter(specialty -> names.stream().anyMatch(specialty.wire()::equalsIgnoreCase))
                .toList();
        return allowed.isEmpty() ? List.of(values()) : allowed;
    }

    /** The first of them that a whole word of the text speaks for. */
    static Optional<Specialty> of(String text, List<Specialty> allowed) {
        return allowed.stream().filter(specialty -> specialty.words.matcher(text).find()).findFirst();
    }
}
