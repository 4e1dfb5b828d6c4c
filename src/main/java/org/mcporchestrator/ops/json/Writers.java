package org.mcporchestrator.ops.json;

import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * Writes what every workflow writes several times without reflection. Reading, and all other types, go by their annotations; a
 * test compares both ways of writing.
 */
public final class Writers extends SimpleModule {

    private static final long serialVersionUID = 1;

    public Writers() {
        super("writers");
        addSerializer(new Results.Whole());
        addSerializer(new Results.OfAgent());
        addSerializer(new Results.OfSynthesis());
        addSerializer(new Answers());
        addSerializer(new Events.Begun());
        addSerializer(new Events.Done());
    }
}
