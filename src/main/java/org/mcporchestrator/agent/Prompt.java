package org.mcporchestrator.agent;

/** What a model is told: its role, and the work. */
public record Prompt(String system, String user) {

    @Override
    public String toString() {
        return "Prompt[" + (system.length() + user.length()) + " characters]";
    }
}
