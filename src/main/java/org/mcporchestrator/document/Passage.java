package org.mcporchestrator.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.commonmark.node.Block;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.markdown.MarkdownRenderer;
import org.jspecify.annotations.Nullable;

/**
 * A text of a model or a caller as part of a report. It cannot break out of its section: its headings go below the section's,
 * HTML becomes text, what it leaves open is closed, and its link references are resolved, since those of other texts may have
 * the same names. Blocks that need none of that stay as they were written, character by character.
 */
final class Passage {

    private static final Parser PARSER = Markdown.parser()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
    private static final MarkdownRenderer RENDERER = MarkdownRenderer.builder().extensions(Markdown.DIALECT).build();

    private final List<String> lines;
    private final Node root;
    private final boolean references;
    private final int shift;

    private Passage(String source, int level) {
        this.lines = source.lines().toList();
        this.root = PARSER.parse(String.join("\n", lines));
        this.references = nodes(root).anyMatch(LinkReferenceDefinition.class::isInstance);
        var highest = nodes(root).filter(Heading.class::isInstance).mapToInt(node -> ((Heading) node).getLevel()).min();
        this.shift = level + 1 - highest.orElse(level + 1);
    }

    /** The text as part of a section whose heading has that level. */
    static String below(int level, String text) {
        var outline = Outline.of(text);
        if (outline.excessive()) {
            return Markdown.literal(text);
        }
        if (outline.harmless()) {
            return lowered(text.stripTrailing(), level + 1 - outline.highest());
        }
        try {
            return new Passage(text, level).markdown();
        } catch (StackOverflowError _) {
            // emphasis within emphasis, thousands deep: no renderer shows it
            return Markdown.literal(text);
        }
    }

    /** With its headings, all of which begin in the first column, that much further down. */
    private static String lowered(String text, int shift) {
        if (!text.contains("#")) {
            return text;
        }
        var lowered = new StringBuilder(text.length() + Outline.LOWEST);
        for (int begin = 0, end; begin <= text.length(); begin = end + 1) {
            var newline = text.indexOf('\n', begin);
            end = newline < 0 ? text.length() : newline;
            var level = Outline.level(text, begin, end);
            lowered.repeat('#', level == 0 ? 0 : Math.min(Outline.LOWEST, level + shift))
                    .append(text, begin + level, end);
            if (end < text.length()) {
                lowered.append('\n');
            }
        }
        return lowered.toString();
    }

    private String markdown() {
        return blocks().stream().filter(block -> !(block instanceof LinkReferenceDefinition))
                .map(this::fitting)
                .collect(Collectors.joining("\n\n"));
    }

    private List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        for (var block = root.getFirstChild(); block != null; block = block.getNext()) {
            blocks.add((Block) block);
        }
        return blocks;
    }

    private String fitting(Block block) {
        if (nodes(block).noneMatch(this::breaksOut)) {
            return written(block);
        }
        return block instanceof Heading heading && nodes(heading).skip(1).noneMatch(this::breaksOut)
                ? lowered(heading)
                : rendered(block);
    }

    private boolean breaksOut(Node node) {
        return switch (node) {
            case Heading _ -> true;
            case HtmlBlock _ -> true;
            case HtmlInline _ -> true;
            case FencedCodeBlock code -> code.getClosingFenceLength() == null;
            case Link _ -> references;
            case Image _ -> references;
            default -> false;
        };
    }

    private String written(Block block) {
        var spans = block.getSourceSpans();
        return String.join("\n", lines.subList(spans.getFirst().getLineIndex(), spans.getLast().getLineIndex() + 1));
    }

    /** With its content as written if it stands in one line, as it does unless it is underlined. */
    private String lowered(Heading heading) {
        var line = written(heading).strip();
        return line.startsWith("#") && line.indexOf('\n') < 0
                ? "#".repeat(level(heading)) + line.replaceFirst("#+", "")
                : rendered(heading);
    }

    private String rendered(Block block) {
        return RENDERER.render(nodes(block).map(this::fit).toList().getFirst()).strip();
    }

    /** Changes the node, or puts another one in its place. */
    private Node fit(Node node) {
        return switch (node) {
            case Heading heading -> lower(heading);
            case HtmlBlock html -> instead(html, code(html));
            case HtmlInline html -> instead(html, new Text(html.getLiteral()));
            case SoftLineBreak _ -> inLine(node);
            case HardLineBreak _ -> inLine(node);
            default -> node;
        };
    }

    private Node lower(Heading heading) {
        heading.setLevel(level(heading));
        return heading;
    }

    /** Underlined headings may have several lines, others not. */
    private static Node inLine(Node lineBreak) {
        var parent = lineBreak.getParent();
        while (!(parent instanceof Block)) {
            parent = parent.getParent();
        }
        return parent instanceof Heading ? instead(lineBreak, new Text(" ")) : lineBreak;
    }

    private int level(Heading heading) {
        return Math.min(Outline.LOWEST, heading.getLevel() + shift);
    }

    private static Node instead(Node node, Node other) {
        node.insertAfter(other);
        node.unlink();
        return other;
    }

    private static Node code(HtmlBlock html) {
        var code = new FencedCodeBlock();
        var fence = Markdown.fence(html.getLiteral()).length();
        code.setFenceCharacter("`");
        code.setOpeningFenceLength(fence);
        code.setClosingFenceLength(fence);
        code.setInfo("html");
        code.setLiteral(html.getLiteral().stripTrailing() + "\n");
        return code;
    }

    /** The node and all below it, in the order of the text; the list is complete before anything is changed. */
    private static Stream<Node> nodes(Node top) {
        var found = new ArrayList<Node>();
        var node = Optional.of(top);
        while (node.isPresent()) {
            found.add(node.get());
            node = after(node.get(), top);
        }
        return found.stream();
    }

    private static Optional<Node> after(Node node, Node top) {
        @Nullable
        Node next = node.getFirstChild();
        for (var at = node; next == null && at != top; at = at.getParent()) {
            next = at.getNext();
        }
        return Optional.ofNullable(next);
    }
}
