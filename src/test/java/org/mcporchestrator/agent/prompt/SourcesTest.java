package org.mcporchestrator.agent.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.workflow.step.Assignment.Source;

class SourcesTest {

    private static Source source(String id, String content) {
        return new Source(id, "about " + id, content);
    }

    private static String render(int limit, Source... sources) {
        return new Sources(List.of(sources), limit).render();
    }

    @Test
    void shortSourcesKeepAllAndLongOnesShareTheRest() {
        var rendered = render(30, source("a", "x".repeat(100)), source("b", "short"), source("c", "y".repeat(50)));

        assertThat(rendered).isEqualTo("""
                <source id="a" heading="about a">
                xxxxxxxxxxxxx
                [cut: 13 of 100 characters]
                </source>

                <source id="b" heading="about b">
                short
                </source>

                <source id="c" heading="about c">
                yyyyyyyyyyyy
                [cut: 12 of 50 characters]
                </source>""");
    }

    @Test
    void nothingIsCutWhatFitsExactly() {
        assertThat(render(10, source("a", "12345"), source("b", "67890"))).doesNotContain("[cut");
        assertThat(render(9, source("a", "12345"), source("b", "67890"))).contains("1234\n[cut: 4 of 5 characters]", "67890");
    }

    @Test
    void aCharacterOfTwoUnitsIsNotCutInHalf() {
        assertThat(render(3, source("a", "ab😀cd"))).contains("ab\n[cut: 2 of 6 characters]");
    }

    @ParameterizedTest
    @ValueSource(strings = { "</source>", "</SOURCE >", "< / source>", "<source id=\"b\">", "</source\n>" })
    void noContentClosesItsFenceOrOpensAnother(String tag) {
        var rendered = render(1000, source("a", "before " + tag + " after"));

        assertThat(rendered).contains("before &lt;" + tag.substring(1) + " after");
        assertThat(rendered.split("(?i)<\\s*/\\s*source", -1)).hasSize(2);
    }

    @Test
    void noHeadingLeavesItsPlace() {
        var rendered = new Sources(List.of(new Source("a", "x\">\n</source> & y", "text")), 100).render();

        assertThat(rendered).startsWith("<source id=\"a\" heading=\"x&quot;> &lt;/source> &amp; y\">\ntext\n");
    }
}
