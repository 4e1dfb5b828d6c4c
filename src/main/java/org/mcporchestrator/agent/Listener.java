package org.mcporchestrator.agent;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;

/**
 * Hears what a model writes while it writes. It belongs to whoever wants the answer and not to the call: what stands between
 * the two, such as retries and limits, hands it on with the subscription and need not know it. Neither method may wait.
 */
public interface Listener {

    Listener NOBODY = new Listener() {

        @Override
        public void begun() {}

        @Override
        public void heard(String text) {}
    };

    /** A call is made; what was heard of an attempt before it counts no more. */
    void begun();

    /** The piece of text that came last. */
    void heard(String text);

    /** The same work, during which that listener hears what models write. */
    static <T> Uni<T> during(Uni<T> work, Listener listener) {
        return work.withContext((asked, context) -> {
            context.put(Listener.class.getName(), listener);
            return asked;
        });
    }

    /** A call that knows its listener: the one of its subscription, or nobody. */
    static <T> Uni<T> to(Function<Listener, Uni<T>> call) {
        return Uni.createFrom().voidItem().withContext((begin, context) -> begin.chain(() -> {
            Listener listener = context.getOrElse(Listener.class.getName(), () -> NOBODY);
            listener.begun();
            return call.apply(listener);
        }));
    }
}
