package org.mcporchestrator.ops.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MappingTest {

    private static final String SELF = "/opt/orchestrator";

    @Test
    void codeAndConstantsCanBeGivenUp() {
        assertThat(Mapping.unchanged(part("00410000-01fbf000 r-xp", SELF, 0, 0) + part("7f61d3080000-7f61d4200000 r--p", SELF,
                0, 0), SELF))
                .containsExactly(new Mapping(0x410000, 0x1baf000), new Mapping(0x7f61d3080000L, 0x1180000));
    }

    @Test
    void whatCanBeWrittenIsKept() {
        assertThat(Mapping.unchanged(part("7f61d4200000-7f61d524d000 rw-p", SELF, 0, 0), SELF)).isEmpty();
    }

    @Test
    void whatWasWrittenBeforeItCouldOnlyBeReadIsKeptWhereverItIsNow() {
        assertThat(Mapping.unchanged(part("01f11000-01f12000 r--p", SELF, 4, 0) + part("01f12000-01f13000 r--p", SELF, 0, 4),
                SELF)).isEmpty();
    }

    @Test
    void otherFilesAndMemoryWithoutAFileAreKept() {
        assertThat(Mapping.unchanged(part("7f69d30bd000-7f69d3213000 r-xp", "/usr/lib/libc.so.6", 0, 0)
                + part("7f69d30bd000-7f69d3213000 r-xp", SELF + ".old", 0, 0)
                + part("7ffe8b5f4000-7ffe8b5f6000 r-xp", "", 0, 0),
                SELF)).isEmpty();
    }

    @Test
    void aTextWithoutAnswersToWhetherPagesWereChangedGivesNothingUp() {
        assertThat(Mapping.unchanged("00410000-01fbf000 r-xp 00010000 fe:00 42 " + SELF + "\n", SELF)).isEmpty();
        assertThat(Mapping.unchanged("", SELF)).isEmpty();
    }

    private static String part(String addresses, String file, int anonymous, int swapped) {
        return """
                %s 00010000 fe:00 260850                     %s
                Size:                 12 kB
                Rss:                  12 kB
                Anonymous:    %8d kB
                AnonHugePages:         0 kB
                Swap:         %8d kB
                SwapPss:               0 kB
                VmFlags: rd ex mr mw me
                """.formatted(addresses, file, anonymous, swapped);
    }
}
