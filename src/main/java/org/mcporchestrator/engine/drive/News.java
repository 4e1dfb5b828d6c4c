package org.mcporchestrator.engine.drive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

/** What came in since the last write, and what nobody has for certain yet although it was written. */
final class News {

    private final List<Performed> fresh = new ArrayList<>();
    /** Written, but only to the memory of this process. */
    private final List<Performed> buffered = new ArrayList<>();

    void add(Performed performed) {
        fresh.add(performed);
    }

    List<Performed> fresh() {
        return fresh;
    }

    Map<StepId, Outcome> outcomes() {
        var outcomes = new LinkedHashMap<StepId, Outcome>();
        fresh.forEach(performed -> outcomes.put(performed.step().id(), performed.outcome()));
        return outcomes;
    }

    void written(Write write) {
        if (write == Write.RECORDED) {
            buffered.clear();
        } else {
            buffered.addAll(fresh);
        }
        fresh.clear();
    }

    /** Answers that were paid for, for whoever drives the workflow now. */
    Map<StepId, Offer> unrecorded() {
        var unrecorded = new LinkedHashMap<StepId, Offer>();
        Stream.concat(buffered.stream(), fresh.stream())
                .filter(performed -> performed.outcome() instanceof Outcome.Answered)
                .forEach(performed -> unrecorded.put(performed.step().id(),
                        new Offer(Premise.of(performed.step()), performed.outcome())));
        return unrecorded;
    }
}
