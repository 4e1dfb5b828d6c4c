package org.mcporchestrator.pattern;

import java.util.List;

import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Step;

/** What a workflow needs next. */
public sealed interface Move {

    /** All these steps, side by side; they are without an outcome and may be under way already. */
    record Perform(Stage stage, List<Step> steps) implements Move {

        public Perform {
            steps = List.copyOf(steps);
        }
    }

    /** Nothing: this is the final text. */
    record Finish(String synthesis) implements Move {

        @Override
        public String toString() {
            return "Finish[" + synthesis.length() + " characters]";
        }
    }

    /** Nothing can be done any more. */
    record Fail(Fault fault) implements Move {}
}
