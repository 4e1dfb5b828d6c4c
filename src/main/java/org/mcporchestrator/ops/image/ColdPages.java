package org.mcporchestrator.ops.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;
import org.jboss.logging.Logger;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Gives back pages of the executable that only the start needed. The system maps 64 KiB around each page that is touched, so
 * nearly all of the executable is resident after a start. What is needed comes back, mostly without reading from the disk.
 */
@Singleton
class ColdPages {

    private static final Logger LOG = Logger.getLogger(ColdPages.class);
    private static final Path SELF = Path.of("/proc/self");
    /** The cache is filled by then, or the wait for Redis is over. */
    private static final Duration AFTER = Duration.ofSeconds(3);

    void start(@Observes StartupEvent event) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            var _ = Infrastructure.getDefaultWorkerPool().schedule(ColdPages::giveBack, AFTER.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void giveBack() {
        try {
            var executable = Files.readSymbolicLink(SELF.resolve("exe")).toString();
            Mapping.unchanged(Files.readString(SELF.resolve("smaps")), executable).forEach(Kernel::giveBack);
        } catch (IOException unreadable) {
            LOG.debug("pages of the executable stay resident", unreadable);
        }
    }

    /** Apart, because a JVM has none of these types. */
    private static final class Kernel {

        /** As {@code MADV_DONTNEED} in asm-generic/mman-common.h. */
        private static final int DO_NOT_NEED = 4;

        static void giveBack(Mapping mapping) {
            var _ = madvise(WordFactory.pointer(mapping.start()), WordFactory.unsigned(mapping.length()), DO_NOT_NEED);
        }

        @CFunction
        private static native int madvise(PointerBase start, UnsignedWord length, int advice);
    }
}
