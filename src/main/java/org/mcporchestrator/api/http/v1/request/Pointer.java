package org.mcporchestrator.api.http.v1.request;

/** Points into a JSON document (RFC 6901). */
final class Pointer {

    private Pointer() {}

    static String to(String... fields) {
        var pointer = new StringBuilder();
        for (var field : fields) {
            pointer.append('/').append(field.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** From a name with indexes: {@code subtasks[3]} below {@code /input} is {@code /input/subtasks/3}. */
    static String below(String parent, String field) {
        return parent + "/" + field.replace("[", "/").replace("]", "");
    }
}
