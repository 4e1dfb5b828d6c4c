package org.mcporchestrator.agent.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.mcporchestrator.agent.price.PriceList.Price;

/**
 * The prices that come with the server, of {@code prices.txt}. No settings: each of these is matched against all that can be
 * set, at every start.
 */
final class PublishedPrices {

    private static final String FILE = "/prices.txt";
    private static final String PAGE = "page ";

    private final Map<String, Price> prices = new HashMap<>();
    private Optional<String> date = Optional.empty();
    private Optional<String> page = Optional.empty();

    private PublishedPrices() {}

    /** By the name of the model. */
    static Map<String, Price> read() {
        return of(text());
    }

    /**
     * Of lines {@code page DATE SOURCE}, each with lines {@code MODEL PROMPT COMPLETION} of what was found there; what begins
     * with {@code #} is a remark.
     */
    static Map<String, Price> of(String text) {
        var published = new PublishedPrices();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(published::add);
        return Map.copyOf(published.prices);
    }

    private void add(String line) {
        if (line.startsWith(PAGE)) {
            var words = line.split(" ", 3);
            date = Optional.of(words[1]);
            page = Optional.of(words[2]);
        } else {
            var words = line.split(" ");
            prices.put(words[0], new Price(new BigDecimal(words[1]), new BigDecimal(words[2]), page, date));
        }
    }

    private static String text() {
        try (InputStream file = Objects.requireNonNull(PublishedPrices.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
