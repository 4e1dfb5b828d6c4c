package org.mcporchestrator.agent.prompt;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.mcporchestrator.workflow.step.Assignment.Source;

/**
 * The texts that a synthesis works on, fenced as data and cut to size. No text can close its fence or open another: what looks
 * like the fence's tag is escaped.
 */
final class Sources {

    private static final Pattern TAG = Pattern.compile("<(?=\\s*/?\\s*source)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<Source> sources;
    private final Map<Integer, Integer> shares;

    /** Short texts keep all they have; the long ones share evenly what is left of {@code limit} characters. */
    Sources(List<Source> sources, int limit) {
        this.sources = sources;
        this.shares = shares(sources, limit);
    }

    private static Map<Integer, Integer> shares(List<Source> sources, int limit) {
        var shortestFirst = IntStream.range(0, sources.size()).boxed()
                .sorted(Comparator.comparingInt(index -> sources.get(index).content().length()))
                .toList();
        var shares = new HashMap<Integer, Integer>();
        var left = limit;
        for (var index : shortestFirst) {
            var share = Math.min(sources.get(index).content().length(), left / (sources.size() - shares.size()));
            shares.put(index, share);
            left -= share;
        }
        return shares;
    }

    String render() {
        return IntStream.range(0, sources.size())
                .mapToObj(index -> fenced(sources.get(index), shares.getOrDefault(index, 0)))
                .collect(Collectors.joining("\n\n"));
    }

    private static String fenced(Source source, int share) {
        return "<source id=\"" + attribute(source.agentId()) + "\" heading=\"" + attribute(source.heading()) + "\">\n"
                + neutral(cut(source.content(), share)) + "\n</source>";
    }

    private static String cut(String content, int share) {
        if (content.length() <= share) {
            return content;
        }
        var kept = share > 0 && Character.isHighSurrogate(content.charAt(share - 1)) ? share - 1 : share;
        return content.substring(0, kept) + "\n[cut: " + kept + " of " + content.length() + " characters]";
    }

    /** Most texts have no tag at all, and are not looked through twice. */
    private static String neutral(String content) {
        return content.indexOf('<') < 0 ? content : TAG.matcher(content).replaceAll("&lt;");
    }

    private static String attribute(String value) {
        return BLANKS.matcher(value).replaceAll(" ").strip().replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
