package org.mcporchestrator.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A report as a page that stands alone: no script, nothing loaded, no HTML of others. */
final class HtmlPage {

    private static final String STYLE = """
            body{max-width:50rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;color:#1b1f24;background:#fff}
            h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem;border-bottom:1px solid #d0d7de}
            table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #d0d7de;padding:.25rem .6rem;text-align:left}
            pre{overflow-x:auto;background:#f6f8fa;padding:.75rem}code{background:#f6f8fa}
            blockquote{margin:0;padding-left:1rem;border-left:.25rem solid #d0d7de;color:#57606a}
            @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#58a6ff}pre,code{background:#161b22}}
            """;
    private static final String WITHIN_PAGE = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; base-uri 'none'; form-action 'none'";

    /** Beyond what a page can say of itself: no frames around it, and an origin of its own. */
    static final String POLICY = WITHIN_PAGE + "; frame-ancestors 'none'; sandbox";

    private static final Parser PARSER = Markdown.parser().build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(Markdown.DIALECT)
            .escapeHtml(true).sanitizeUrls(true).build();

    private HtmlPage() {}

    static String of(String title, String markdown) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(WITHIN_PAGE, escaped(title), STYLE, body(markdown));
    }

    private static String body(String markdown) {
        try {
            return RENDERER.render(PARSER.parse(markdown));
        } catch (StackOverflowError _) {
            // emphasis within emphasis, thousands deep
            return "<pre>" + escaped(markdown) + "</pre>\n";
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
