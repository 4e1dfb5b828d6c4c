package org.mcporchestrator.tool;

import java.util.List;

/**
 * How a tool presents itself to those who choose one.
 *
 * @param title for people
 * @param description for a model that has to choose a tool
 * @param aliases names under which it is called too, but never listed
 */
public record Profile(String name, String title, String description, Tool.Category category, List<String> tags, Effect effect,
        List<String> aliases) {

    public Profile {
        tags = List.copyOf(tags);
        aliases = List.copyOf(aliases);
    }

    /** What a call does to the world: a hint by which clients decide whether to ask their user first. */
    public enum Effect {
        /** It changes nothing. */
        READS,
        /** Each call begins something new outside, which costs money. */
        BEGINS,
        /** It ends something; the same call again changes nothing more. */
        ENDS,
        /** Whatever the tool does that it executes. */
        ANY
    }

    public Profile(String name, String title, String description, Tool.Category category, List<String> tags, Effect effect) {
        this(name, title, description, category, tags, effect, List.of());
    }

    /** The same profile, also known by other names. */
    public Profile or(String... names) {
        return new Profile(name, title, description, category, tags, effect, List.of(names));
    }
}
