package org.mcporchestrator.journal;

/**
 * What every journal does. An adapter's test extends this and provides the harness; its journals keep {@link #KEPT_AT_MOST}
 * ended workflows for {@link #KEPT_FOR}.
 */
public abstract class JournalContract
        implements ClaimContract, IdempotencyContract, WriteContract, FollowContract, OfferContract, QueryContract,
        RaceContract {}
