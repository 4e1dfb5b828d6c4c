package org.mcporchestrator.api.mcp.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What happened lately: beyond a bound the oldest is forgotten. May be used by many threads at once. */
final class Recent<T> {

    private static final int MOST = 10_000;

    private final Set<T> all = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    void add(T one) {
        all.add(one);
    }

    boolean has(T one) {
        return all.contains(one);
    }
}
