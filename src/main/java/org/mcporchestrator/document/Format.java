package org.mcporchestrator.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.mcporchestrator.workflow.config.CommonConfig;

/** A form in which a report can be had. Callers choose it in {@code document_formats}. */
public enum Format {

    MARKDOWN("report.md", "text/markdown"),
    HTML("report.html", "text/html");

    private final String file;
    private final String mediaType;

    Format(String file, String mediaType) {
        this.file = file;
        this.mediaType = mediaType;
    }

    /** The last part of its address, for example {@code report.md}. */
    public String file() {
        return file;
    }

    /** Without parameters; the text is UTF-8. */
    public String mediaType() {
        return mediaType;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that file; empty if there is none. */
    public static Optional<Format> ofFile(String file) {
        return Arrays.stream(values()).filter(format -> format.file.equals(file)).findFirst();
    }

    /**
     * The formats that a workflow is to list: none if it wants no documents. Names that this version does not know are passed
     * over.
     */
    public static List<Format> wanted(CommonConfig config) {
        return config.generateDocuments()
                ? Arrays.stream(values()).filter(format -> config.documentFormats().contains(format.wire())).toList()
                : List.of();
    }
}
