package org.mcporchestrator.redis.embedded;

import java.util.Locale;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** When this process brings its own Redis. */
public enum Mode {

    /** In tests; in dev mode if none answers at the configured address; else not. */
    AUTO,
    ALWAYS,
    NEVER;

    /** Also takes what one would say to a switch. */
    static Mode of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "always", "true", "yes", "on", "1" -> ALWAYS;
            case "never", "false", "no", "off", "0" -> NEVER;
            default -> throw new IllegalArgumentException("neither auto nor always (true) nor never (false): " + text);
        };
    }

    /** Reads the setting. */
    @RegisterForReflection
    public static final class Reader implements Converter<Mode> {

        @Override
        public Mode convert(String text) {
            return of(text);
        }
    }
}
