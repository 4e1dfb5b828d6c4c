package org.mcporchestrator.tool;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The key by which a caller can repeat a call that starts something, and it is started once. */
public final class Idempotency {

    public static final String FIELD = "idempotency_key";

    private static final Kind.Word FORM = new Kind.Word(Pattern.compile("[!-~]{1,255}"),
            "1 to 255 visible characters of ASCII, without blanks");

    public static final Parameter PARAMETER = Parameter.optional(FIELD, FORM,
            "Any text of your own, new for each request: if the same request comes again with it, nothing is started twice.");

    private Idempotency() {}

    /**
     * The arguments with a key that came beside them; a tool that starts nothing needs none.
     *
     * @param field in which it came, for problems
     */
    public static JsonNode within(JsonNode arguments, Tool tool, Optional<String> key, String field) {
        if (key.isEmpty() || tool.form().parameter(FIELD).isEmpty() || !(arguments instanceof ObjectNode given)) {
            return arguments;
        }
        if (!FORM.form().matcher(key.get()).matches()) {
            throw invalid(field, "must be " + FORM.meaning());
        }
        if (given.hasNonNull(FIELD) && !key.get().equals(given.get(FIELD).textValue())) {
            throw invalid(field, "differs from " + FIELD + " in the body, which means the same: give one of them");
        }
        return given.deepCopy().put(FIELD, key.get());
    }

    /** The key in headers of a request, of which one given twice is none that could be right, unless both say the same. */
    public static Optional<String> header(List<String> headers, String name) {
        var keys = headers.stream().distinct().toList();
        if (keys.size() > 1) {
            throw invalid(name, "must be given once");
        }
        return keys.stream().findFirst();
    }

    private static FaultException invalid(String field, String message) {
        return FaultException.invalid(List.of(new Problem(field, message)));
    }
}
