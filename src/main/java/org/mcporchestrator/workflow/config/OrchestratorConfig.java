package org.mcporchestrator.workflow.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;

/** What a caller may choose about a workflow: one flat JSON object of the common fields and those of its pattern. */
@JsonSubTypes({
        @JsonSubTypes.Type(value = BeltalowdaConfig.class, name = "beltalowda"),
        @JsonSubTypes.Type(value = SwarmConfig.class, name = "swarm") })
public sealed interface OrchestratorConfig permits BeltalowdaConfig, SwarmConfig {

    CommonConfig common();

    @JsonIgnore
    PatternName pattern();

    /** The same choices with other common fields. */
    OrchestratorConfig with(CommonConfig common);
}
