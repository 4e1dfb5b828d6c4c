package org.mcporchestrator.setting;

import java.util.OptionalInt;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Reads whole numbers that have a lower limit. One below it, or a text that is none, stops the start. */
public final class AtLeast {

    private AtLeast() {}

    /** Reads numbers from 0 on. */
    @RegisterForReflection
    public static final class Zero implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            return atLeast(0, text);
        }
    }

    /** Reads numbers from 1 on. */
    @RegisterForReflection
    public static final class One implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            return atLeast(1, text);
        }
    }

    private static int atLeast(int least, String text) {
        return number(text.strip()).stream().filter(number -> number >= least).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a whole number of at least " + least + ": " + text));
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException none) {
            return OptionalInt.empty();
        }
    }
}
