package org.mcporchestrator.cli.command;

import java.util.List;
import java.util.function.ToIntFunction;

import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "search", description = {
        "Searches by agents of several kinds and prints what they found.",
        "If no server answers, and none was named, one runs in this process." })
public final class Search extends Start {

    @Parameters(paramLabel = "QUERY", description = "What to search for, in full sentences.")
    private String query = "";

    public Search(Surroundings surroundings, ToIntFunction<List<String>> local) {
        super(surroundings, local, "orchestrate_search");
    }

    @Override
    ObjectNode with(ObjectNode arguments) {
        return arguments.put("query", query);
    }
}
