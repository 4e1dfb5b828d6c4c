package org.mcporchestrator.workflow.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefectTest {

    @Test
    void keepsTheClassAndThePlaceAndNoWordOfTheMessage() {
        var failure = new IllegalArgumentException("the secret plan", new IllegalStateException("the secret plan"));

        assertThat(Defect.withoutMessages(failure)).hasMessage("java.lang.IllegalArgumentException").hasNoCause()
                .satisfies(bare -> assertThat(bare.getStackTrace()).isEqualTo(failure.getStackTrace()));
    }
}
