package org.mcporchestrator.memory;

import java.util.List;

import org.mcporchestrator.journal.Journal.Notice;

/** What is to be told once a transition is done and its lock is free. */
record Signals(List<Notice> notices, List<EventLog> changed) {}
