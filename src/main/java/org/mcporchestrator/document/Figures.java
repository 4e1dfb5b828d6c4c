package org.mcporchestrator.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Numbers for people, the same in every locale and zone. */
final class Figures {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int SMALLEST_DECIMALS = 6;

    private Figures() {}

    static String time(Instant at) {
        return MINUTE.format(at);
    }

    static String seconds(Duration took) {
        return BigDecimal.valueOf(took.toMillis(), 3).setScale(1, RoundingMode.HALF_UP).toPlainString() + " s";
    }

    static String usd(BigDecimal cost) {
        return cost.setScale(Math.min(SMALLEST_DECIMALS, Math.max(2, cost.stripTrailingZeros().scale())), RoundingMode.HALF_UP)
                .toPlainString() + " USD";
    }

    static String usd(Optional<BigDecimal> cost) {
        return cost.map(Figures::usd).orElse("not known");
    }

    static String count(long number, String one) {
        return number + " " + (number == 1 ? one : one + "s");
    }
}
