package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

/** Finds out where a URL leads, and whether deliveries may go there. */
@Singleton
public class Targets {

    /** For a registration; a name that nobody knows now may be known later. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final TargetPolicy policy;
    private final Names names;

    public Targets(TargetPolicy policy, Names names) {
        this.policy = policy;
        this.names = names;
    }

    /** Why the URL cannot be one of a webhook, as far as can be seen now; empty if nothing speaks against it. */
    public Uni<Optional<String>> refusal(URI url) {
        var wrong = policy.refusal(url);
        return wrong.isPresent() ? Uni.createFrom().item(wrong)
                : addresses(url, LOOK)
                        .ifNoItem().after(LOOK).fail()
                        .map(found -> policy.refusal(url, found))
                        .onFailure().recoverWithItem(Optional.empty());
    }

    /**
     * Where to call; fails with a {@link Refused} if nothing may be called there.
     *
     * @param within how long whoever asks would wait for it
     */
    public Uni<Target> of(URI url, Duration within) {
        return policy.refusal(url).<Uni<Target>> map(reason -> Uni.createFrom().failure(new Refused(reason)))
                .orElseGet(() -> addresses(url, within).map(found -> checked(url, found)));
    }

    private Uni<List<InetAddress>> addresses(URI url, Duration within) {
        return names.addresses(url.getHost().replaceAll("[\\[\\]]", ""), within);
    }

    private Target checked(URI url, List<InetAddress> found) {
        policy.refusal(url, found).ifPresent(reason -> {
            throw new Refused(reason);
        });
        return new Target(url, found.getFirst());
    }

    /** A URL that must not be called. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }
}
