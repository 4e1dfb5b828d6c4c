package org.mcporchestrator.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "Plain words, R&D, snake_case, [1] and 3 * 4.",
            "- one\n- two\n\n  with a second paragraph\n\n      and code",
            "| a | b |\n|---|:-:|\n| 1 | 2 |",
            "```java\n# no heading\n<b>no HTML</b>\n```",
            "~~~\n```\nnot closed, but within tildes\n~~~",
            "> quoted\nlazily\n\n---\n\n1. first\n2. second",
            "    indented code\n\n    # goes on",
            "A [link](https://example.org) and ![an image](https://example.org/a.png).",
            "$$x_1 < y$$ and \\(a_b\\)" })
    void whatBreaksNothingStaysAsItWasWritten(String text) {
        assertThat(Passage.below(3, text)).isEqualTo(text);
    }

    /** What a reader sees does not depend on whether a text went through the parser, which a reference at its end enforces. */
    @ParameterizedTest
    @ValueSource(strings = {
            "# One\ntext\n## Two\n\n- item\n# Three\n####### no heading\n#nor this\n###",
            "> quote\n# One\nlazily\n\n1. item\n\n   more\n\n## Two `code` C# #\n\n---\n\ntext",
            "    code\n# One\n    code\n\n| a | b |\n|---|---|\n| 1 | 2 |\n# Two\n\\# no heading",
            "text\n\n - # One\n - text\n\n> ## Two\n> text\n\n1) # Three\n\n  # Four",
            "One\n---\ntext\n\nTwo\n===\n\n- Three\n  ---\n\n> Four\n> -" })
    void headingsThatNeedNoParserComeOutAsWithIt(String text) {
        assertThat(HtmlPage.of("", Passage.below(2, text)))
                .isEqualTo(HtmlPage.of("", Passage.below(2, text + "\n\n[x]: /y")));
    }

    @Test
    void headingsGoBelowTheSectionAndKeepTheirOrder() {
        assertThat(Passage.below(3, "# Findings\n\ntext\n\n## Part R&D [1]\n\n###### Deep"))
                .isEqualTo("#### Findings\n\ntext\n\n##### Part R&D [1]\n\n###### Deep");
        assertThat(Passage.below(2, "#### Only deep ones\n\ntext")).isEqualTo("### Only deep ones\n\ntext");
    }

    @Test
    void headingsThatAreUnderlinedOrWithinOtherBlocksGoBelowToo() {
        assertThat(Passage.below(3, "Title\nof two lines\n===\n\ntext")).isEqualTo("#### Title of two lines\n\ntext");
        assertThat(Passage.below(3, "> # Quoted\n>\n> text")).isEqualTo("> #### Quoted\n> \n> text");
        assertThat(levels(Passage.below(3, "- # In a list\n- text"))).containsExactly(4);
    }

    @Test
    void aFenceThatIsLeftOpenIsClosed() {
        var two = Passage.below(3, "````\ncode\n```") + "\n\n## Next";

        assertThat(two).isEqualTo("````\ncode\n```\n````\n\n## Next");
        assertThat(levels(two)).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<script>\nalert(1)\n\n# swallowed",
            "<!-- never closed\n\ntext",
            "<div>\n\ntext <b onclick=\"x()\">bold</b>\n\n</div>",
            "<pre>\n```\n</pre>\n\n```\ncode\n```",
            "> <style>\n> a",
            "- <details>\n\n  text\n- <img src=x onerror=alert(1)>",
            "text <!-- comment --> text <?php ?> <![CDATA[x]]> <!X>" })
    void htmlIsTextAndSwallowsNothing(String text) {
        var document = Passage.below(3, text) + "\n\n## Next";

        assertThat(html(document)).isEmpty();
        assertThat(levels(document)).endsWith(2);
    }

    @Test
    void htmlCanStillBeRead() {
        assertThat(Passage.below(3, "<table>\n<tr>\n</table>")).isEqualTo("```html\n<table>\n<tr>\n</table>\n```");
        assertThat(Passage.below(3, "a <b>c</b> d")).isEqualTo("a \\<b\\>c\\</b\\> d");
    }

    @Test
    void linkReferencesAreResolvedSinceOtherTextsHaveTheSameNames() {
        var one = Passage.below(3, "See [1].\n\n[1]: https://example.org/one \"One\"");
        var two = Passage.below(3, "See [1].");

        assertThat(one).isEqualTo("See [1](https://example.org/one \"One\").");
        assertThat(two).isEqualTo("See [1].");
    }

    @Test
    void lineEndsOfOtherSystemsAreUnderstood() {
        assertThat(Passage.below(3, "# One\r\ntext\r\rmore")).isEqualTo("#### One\n\ntext\n\nmore");
    }

    @Test
    void nothingStaysNothing() {
        assertThat(Passage.below(3, "")).isEmpty();
        assertThat(Passage.below(3, " \n\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { ">", "- ", "**a *a ", "[", "`", "<", "1. " })
    void depthDoesNotMatter(String piece) {
        var document = Passage.below(3, "# Deep\n\n" + piece.repeat(20_000) + "text") + "\n\n## Next";

        assertThat(document).contains("text").endsWith("\n\n## Next");
        assertThat(HtmlPage.of("Deep", document)).contains("text");
    }

    @Test
    void whatWouldKeepAParserBusyIsNotParsed() {
        var tags = "<".repeat(200_000);
        var table = "|".repeat(50_000) + "\n" + "|-".repeat(50_000) + "|\n" + "|\n".repeat(50_000);

        assertThat(Passage.below(3, tags).startsWith("```text\n<<<")).isTrue();
        assertThat(Passage.below(3, table).startsWith("```text\n|||")).isTrue();
        assertThat(Passage.below(3, table.replace('\n', '\r')).startsWith("```text\n|||")).isTrue();
    }

    private static List<Integer> levels(String markdown) {
        var levels = new ArrayList<Integer>();
        Parser.builder().extensions(Markdown.DIALECT).build().parse(markdown).accept(new AbstractVisitor() {

            @Override
            public void visit(Heading heading) {
                levels.add(heading.getLevel());
            }
        });
        return levels;
    }

    private static List<String> html(String markdown) {
        var found = new ArrayList<String>();
        Parser.builder().extensions(Markdown.DIALECT).build().parse(markdown).accept(new AbstractVisitor() {

            @Override
            public void visit(HtmlBlock html) {
                found.add(html.getLiteral());
            }

            @Override
            public void visit(HtmlInline html) {
                found.add(html.getLiteral());
            }
        });
        return found;
    }
}
