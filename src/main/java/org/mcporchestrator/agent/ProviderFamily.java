package org.mcporchestrator.agent;

import java.util.List;

/** Providers that come together, such as all vendors of one wire format. */
public interface ProviderFamily {

    List<Provider> providers();
}
