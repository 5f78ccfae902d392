package io.vestibule.appservice;

import io.vestibule.appservice.registration.RegistrationException;
import io.vestibule.appservice.registration.Registrations;
import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.kit.log.LogKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the registration files again and again. A set that can be used replaces the one before it; one that cannot is
 * told once and changes nothing. Thread-safe.
 */
final class RegistrationWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegistrationWatch.class);

    private final AppserviceConfig.Registration config;
    private final Consumer<Registrations> taker;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private Map<Path, String> seen;
    private boolean pending;
    private volatile Registrations current;
    private @Nullable String told;

    private RegistrationWatch(
            AppserviceConfig.Registration config,
            Map<Path, String> seen,
            Registrations current,
            Consumer<Registrations> taker) {
        this.config = config;
        this.taker = taker;
        this.seen = seen;
        this.current = current;
        this.thread = Thread.ofVirtual().name("appservice-registrations").unstarted(this::run);
    }

    /**
     * Reads the files; nothing is watched before {@link #begin}.
     *
     * @param taker gets each later set, on the watch's thread; a failure is told, and the same set comes again
     * @throws RegistrationException if the files cannot be used now
     */
    static RegistrationWatch on(AppserviceConfig.Registration config, Consumer<Registrations> taker) {
        Map<Path, String> contents = Registrations.contents(config.files());
        return new RegistrationWatch(config, contents, Registrations.parse(contents), taker);
    }

    void begin() {
        thread.start();
    }

    /** The set in force. */
    Registrations current() {
        return current;
    }

    @Override
    public void close() {
        stop.countDown();
        if (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (!stop.await(config.reload().toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Map<Path, String> now = Registrations.contents(config.files());
            if (!now.equals(seen) || pending) {
                pending = true;
                Registrations read = Registrations.parse(now);
                current = read;
                seen = now;
                taker.accept(read);
                pending = false;
                log.atInfo().addKeyValue("services", read.byId().keySet()).log("registrations were read again");
            }
            told = null;
        } catch (RegistrationException wrong) {
            tell("the registration files cannot be used, the ones before stay in force", wrong);
        } catch (RuntimeException failed) {
            tell("new registrations are not in force everywhere yet", failed);
        }
    }

    private void tell(String what, RuntimeException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(told)) {
            told = reason;
            log.atError().addKeyValue(LogKeys.REASON, reason).log(what);
        }
    }
}
