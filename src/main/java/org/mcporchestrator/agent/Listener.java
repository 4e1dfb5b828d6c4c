package org.mcporchestrator.agent;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

import org.mcporchestrator.workflow.step.Usage;

import io.smallrye.mutiny.Uni;

/**
 * Hears what a model writes while it writes. It belongs to whoever wants the answer and not to the call: what stands between
 * the two, such as retries and limits, hands it on with the subscription and need not know it. No method may wait.
 */
public interface Listener {

    Listener NOBODY = new Listener() {

        @Override
        public void begun() {}

        @Override
        public void heard(String text) {}

        @Override
        public void counted(Usage usage, Optional<BigDecimal> cost) {}
    };

    /** A call is made; what was heard of an attempt before it counts no more. */
    void begun();

    /** The piece of text that came last. */
    void heard(String text);

    /**
     * The vendor tells what it has counted so far of this call, all text that was heard included.
     *
     * @param cost USD, if the vendor tells that too
     */
    void counted(Usage usage, Optional<BigDecimal> cost);

    /** The same work, during which that listener hears what models write. */
    static <T> Uni<T> during(Uni<T> work, Listener listener) {
        return work.withContext((asked, context) -> {
            context.put(Listener.class.getName(), listener);
            return asked;
        });
    }

    /** Work that knows its listener: the one of its subscription, or nobody. */
    static <T> Uni<T> of(Function<Listener, Uni<T>> work) {
        return Uni.createFrom().voidItem().withContext((begin, context) -> begin.chain(() -> work
                .apply(context.getOrElse(Listener.class.getName(), () -> NOBODY))));
    }

    /** A call to a model, of whose beginning its listener is told. */
    static <T> Uni<T> to(Function<Listener, Uni<T>> call) {
        return of(listener -> {
            listener.begun();
            return call.apply(listener);
        });
    }
}
