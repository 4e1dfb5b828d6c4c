package org.mcporchestrator.api.http.v1.request;

/** Points into a JSON document (RFC 6901). */
public final class Pointer {

    private Pointer() {}

    static String to(String... fields) {
        var pointer = new StringBuilder();
        for (var field : fields) {
            pointer.append('/').append(escaped(field));
        }
        return pointer.toString();
    }

    /**
     * From a name with indexes: {@code subtasks[3]} below {@code /input} is {@code /input/subtasks/3}; {@code body} is all of
     * it.
     */
    static String below(String parent, String field) {
        return field.equals("body") ? parent : parent + "/" + escaped(field).replace("[", "/").replace("]", "");
    }

    /** Likewise, in the whole document. */
    public static String of(String field) {
        return below("", field);
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
