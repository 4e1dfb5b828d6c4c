package org.mcporchestrator.agent.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Who waits, by workflow: the workflows take turns, and within a workflow the first comes first. So a workflow of a hundred
 * agents holds up none of three. Not safe for use by several threads.
 *
 * @param <K> whose turn it is
 * @param <T> who waits
 */
public final class FairQueue<K, T> {

    private final SequencedMap<K, ArrayDeque<T>> waiting = new LinkedHashMap<>();
    private int size;

    public int size() {
        return size;
    }

    public void add(K owner, T item) {
        waiting.computeIfAbsent(owner, _ -> new ArrayDeque<>()).addLast(item);
        size++;
    }

    /** For one that had its turn already and could not use it: it is the next. */
    public void putBack(K owner, T item) {
        var own = waiting.getOrDefault(owner, new ArrayDeque<>());
        own.addFirst(item);
        waiting.putFirst(owner, own);
        size++;
    }

    /** The next in turn; its workflow goes to the end. */
    public Optional<T> poll() {
        var turn = waiting.pollFirstEntry();
        if (turn == null) {
            return Optional.empty();
        }
        var item = turn.getValue().removeFirst();
        if (!turn.getValue().isEmpty()) {
            waiting.put(turn.getKey(), turn.getValue());
        }
        size--;
        return Optional.of(item);
    }

    public boolean remove(K owner, T item) {
        var own = waiting.get(owner);
        if (own == null || !own.remove(item)) {
            return false;
        }
        if (own.isEmpty()) {
            waiting.remove(owner);
        }
        size--;
        return true;
    }

    /** Takes out all to whom it applies. */
    public List<T> removeAll(Predicate<T> which) {
        var removed = new ArrayList<T>();
        waiting.values().forEach(own -> own.removeIf(item -> which.test(item) && removed.add(item)));
        waiting.values().removeIf(ArrayDeque::isEmpty);
        size -= removed.size();
        return removed;
    }
}
