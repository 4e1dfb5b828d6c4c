package org.mcporchestrator.engine.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;

class MailboxTest {

    private final Mailbox<Integer> mailbox = new Mailbox<>();

    @Test
    void whatCameBeforeIsHandedOverTogetherAndInOrder() {
        mailbox.put(1);
        mailbox.put(2);

        assertThat(read().getItem()).containsExactly(1, 2);
    }

    @Test
    void aReaderWaitsForTheFirstMessage() {
        var reader = read();
        reader.assertNotTerminated();

        mailbox.put(1);
        mailbox.put(2);

        assertThat(reader.getItem()).containsExactly(1);
        assertThat(read().getItem()).containsExactly(2);
    }

    @Test
    void whatComesInOneRoundOfTheEventLoopIsHandedOverTogether() {
        var vertx = Vertx.vertx();
        var got = new CompletableFuture<List<Integer>>();

        vertx.runOnContext(_ -> {
            var _ = mailbox.take().subscribe().with(got::complete);
            mailbox.put(1);
            mailbox.put(2);
            mailbox.put(3);
        });

        assertThat(got).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(List.of(1, 2, 3));
        assertThat(vertx.close().toCompletionStage()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aReaderWhoGaveUpTakesNoMessageAlong() {
        read().cancel();

        mailbox.put(1);

        assertThat(read().getItem()).containsExactly(1);
    }

    @Test
    void noMessageOfManyWritersIsLostOrDoubled() {
        var got = new ArrayList<Integer>();
        var reading = mailbox.take().repeat().indefinitely().subscribe().with(got::addAll);

        try (var writers = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 8).forEach(writer -> writers.execute(
                    () -> IntStream.range(0, 10_000).forEach(i -> mailbox.put(writer * 10_000 + i))));
        }
        reading.cancel();

        assertThat(got).hasSize(80_000).doesNotHaveDuplicates();
        for (var writer = 0; writer < 8; writer++) {
            var first = writer * 10_000;
            assertThat(got.stream().filter(message -> message >= first && message < first + 10_000)).isSorted();
        }
    }

    private UniAssertSubscriber<List<Integer>> read() {
        return mailbox.take().subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
