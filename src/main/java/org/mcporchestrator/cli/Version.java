package org.mcporchestrator.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, without starting anything that would know it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (var text = Version.class.getResourceAsStream("/version.txt")) {
            return new String[] {
                    "mcp-orchestrator "
                            + (text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip())
            };
        }
    }
}
