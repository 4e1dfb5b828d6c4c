package org.mcporchestrator.tool;

import java.util.List;

/**
 * Tools that belong together. Every bean of this type adds its tools to the registry, the one with the highest
 * {@code @Priority} first.
 */
public interface Toolbox {

    List<Tool> tools();
}
