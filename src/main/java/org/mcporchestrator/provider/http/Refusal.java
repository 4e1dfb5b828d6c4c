package org.mcporchestrator.provider.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.MultiMap;

/**
 * Tells which fault a vendor's error is, and so whether the call may be billed ({@link Fault.Code#mayCost}). The names of
 * errors are those of <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI</a>; xAI sends its text as
 * {@code error} itself, Anthropic has <a href="https://docs.anthropic.com/en/api/errors">names of its own</a>.
 */
record Refusal(Endpoint endpoint, Clock clock) {

    private static final int LONGEST_MESSAGE = 300;
    private static final Set<String> NO_CREDIT = Set.of("insufficient_quota", "billing_hard_limit_reached",
            "billing_not_active");
    private static final Set<String> BAD_KEY = Set.of("invalid_api_key", "authentication_error", "invalid_authentication",
            "permission_error", "permission_denied");
    private static final Set<String> TOO_MANY = Set.of("rate_limit_exceeded", "rate_limit_error", "overloaded_error",
            "too_many_requests", "requests", "tokens", "slow_down");
    private static final Set<Fault.Code> PASSING = Set.of(Fault.Code.PROVIDER_OVERLOADED, Fault.Code.PROVIDER_UNAVAILABLE);
    private static final Set<String> TIMED_OUT = Set.of("timeout_error");
    private static final Set<String> WRONG = Set.of("invalid_request_error", "model_not_found", "context_length_exceeded",
            "content_filter", "content_policy_violation", "invalid_prompt", "not_found_error", "request_too_large",
            "billing_error");
    /** xAI and Gemini tell of a wrong key as of any wrong argument. */
    private static final Pattern BAD_KEY_IN_WORDS = Pattern.compile("incorrect api key|api key not valid|invalid x-api-key",
            Pattern.CASE_INSENSITIVE);
    /**
     * A gateway had passed the request on and got no answer: RFC 9110, 15.6.3 and 15.6.5, and
     * <a href="https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/">those of
     * Cloudflare</a>, behind which vendors are. Others of its statuses (521 to 523) say that the vendor was not reached.
     */
    private static final Set<Integer> ANSWER_LOST = Set.of(502, 504, 520, 524);

    String provider() {
        return endpoint.vendor().name();
    }

    /** The fault of an answer with that status. */
    FaultException of(int status, MultiMap headers, JsonNode body) {
        var code = code(status, body);
        var fault = new FaultException(code, detail(code, "HTTP " + status, body));
        return RetryAfter.of(headers, clock).or(() -> named(code, body)).map(fault::retryAfter).orElse(fault);
    }

    /**
     * The same document, unless it is an error sent with the status of a success, as happens in the middle of a stream: then it
     * fails as with the status for which the error stands, and the wait that it names.
     */
    JsonNode checked(JsonNode document) {
        if (!document.hasNonNull("error") && !"error".equals(document.path("object").asText())) {
            return document;
        }
        var code = named(document).or(() -> numbered(document)).orElse(Fault.Code.PROVIDER_UNAVAILABLE);
        var fault = new FaultException(code, detail(code, "an error within its answer", document));
        throw named(code, document).map(fault::retryAfter).orElse(fault);
    }

    /** The wait that an error names, if it is one that a wait may help against. */
    private static Optional<Duration> named(Fault.Code code, JsonNode body) {
        return PASSING.contains(code) ? RetryAfter.of(body, message(body)) : Optional.empty();
    }

    /** The status decides, but for two errors that vendors send with the status of another. */
    private static Fault.Code code(int status, JsonNode body) {
        var named = named(body);
        if (named.filter(Fault.Code.KEY_REFUSED::equals).isPresent()) {
            return Fault.Code.KEY_REFUSED;
        }
        return status == 429 && names(body).anyMatch(NO_CREDIT::contains) ? Fault.Code.REQUEST_REFUSED : byStatus(status, body);
    }

    /** A server error without a word from the vendor may have come from anything in front of it, at any time of its work. */
    private static Fault.Code byStatus(int status, JsonNode body) {
        if (ANSWER_LOST.contains(status) || status == 500 && message(body).isBlank()) {
            return Fault.Code.REPLY_CUT;
        }
        return switch (status) {
            case 401, 403 -> Fault.Code.KEY_REFUSED;
            case 429, 529 -> Fault.Code.PROVIDER_OVERLOADED;
            case 408, 409 -> Fault.Code.PROVIDER_UNAVAILABLE;
            default -> status >= 500 ? Fault.Code.PROVIDER_UNAVAILABLE : Fault.Code.REQUEST_REFUSED;
        };
    }

    /** The fault by the names that the error has, the most telling first. */
    private static Optional<Fault.Code> named(JsonNode body) {
        var names = names(body).toList();
        if (names.stream().anyMatch(NO_CREDIT::contains)) {
            return Optional.of(Fault.Code.REQUEST_REFUSED);
        }
        if (names.stream().anyMatch(BAD_KEY::contains) || BAD_KEY_IN_WORDS.matcher(message(body)).find()) {
            return Optional.of(Fault.Code.KEY_REFUSED);
        }
        if (names.stream().anyMatch(TOO_MANY::contains)) {
            return Optional.of(Fault.Code.PROVIDER_OVERLOADED);
        }
        if (names.stream().anyMatch(TIMED_OUT::contains)) {
            return Optional.of(Fault.Code.REPLY_CUT);
        }
        return names.stream().anyMatch(WRONG::contains) ? Optional.of(Fault.Code.REQUEST_REFUSED) : Optional.empty();
    }

    private static Stream<String> names(JsonNode body) {
        return Stream.of(body.path("error").path("code"), body.path("error").path("type"), body.path("code"), body.path("type"))
                .map(name -> name.asText("").toLowerCase(Locale.ROOT));
    }

    /** Gateways put the status of the vendor behind them into the error. */
    private static Optional<Fault.Code> numbered(JsonNode body) {
        return Stream.of(body.path("error").path("code"), body.path("code")).map(JsonNode::asInt)
                .filter(status -> status >= 400 && status < 600)
                .map(status -> byStatus(status, body))
                .findFirst();
    }

    private String detail(Fault.Code code, String what, JsonNode body) {
        var prefix = provider() + " answered with " + what;
        if (code == Fault.Code.KEY_REFUSED) {
            var variable = endpoint.vendor().variable();
            return prefix + (variable.endsWith("_KEY") ? ": the key in " + variable + " is refused" : ": its key is refused");
        }
        var message = endpoint.withoutKey(message(body).replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
        return message.isEmpty() ? prefix : prefix + ": " + message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    }

    private static String message(JsonNode body) {
        var error = body.path("error");
        return error.path("message").asText(error.asText(body.path("message").asText("")));
    }
}
