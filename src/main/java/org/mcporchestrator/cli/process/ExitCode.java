package org.mcporchestrator.cli.process;

/** What the process tells whoever started it. Stable: scripts rely on it. */
public final class ExitCode {

    public static final int DONE = 0;
    /** The workflow failed or was cancelled, or has not ended yet. */
    public static final int NO_REPORT = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    /** The server said no: wrong input, no key, unknown id, ended already, overloaded. */
    public static final int REFUSED = 4;

    private ExitCode() {}
}
