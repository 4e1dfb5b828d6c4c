package org.mcporchestrator.cli.command;

import java.util.List;
import java.util.function.ToIntFunction;

import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "research", description = {
        "Researches a question and prints the report.", "If no server answers, and none was named, one runs in this process." })
public final class Research extends Start {

    @Parameters(paramLabel = "TASK", description = "The question, in full sentences.")
    private String task = "";

    public Research(Surroundings surroundings, ToIntFunction<List<String>> local) {
        super(surroundings, local, "orchestrate_research");
    }

    @Override
    ObjectNode with(ObjectNode arguments) {
        return arguments.put("task", task);
    }
}
