package org.mcporchestrator.cli.client;

/** Why a server did not do what it was asked for. The message is for people. */
public abstract sealed class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private Failure(String message) {
        super(message);
    }

    /** Nothing answers there, or the connection broke and did not come back. */
    public static final class Unreachable extends Failure {

        private static final long serialVersionUID = 1;

        Unreachable(String message) {
            super(message);
        }
    }

    /** The server said no. */
    public static final class Refused extends Failure {

        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }
}
