package io.vestibule.ingress.users;

import io.vestibule.ingress.feed.Feed;
import io.vestibule.ingress.feed.FeedReader;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.matrix.appservice.Namespace;
import io.vestibule.matrix.appservice.Namespaces;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AppserviceNamespace;
import io.vestibule.schemas.AppserviceNamespaces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the compacted topic of application services' namespaces from its start. Thread-safe. */
final class AppserviceFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AppserviceFeed.class);

    private final Map<String, Namespaces> byKey = new ConcurrentHashMap<>();
    private final FeedReader<AppserviceNamespaces> feed;
    private final Duration patience;

    /** Whose a user ID is. */
    enum Ownership {
        /** It is in a namespace that an application service has to itself. */
        OWNED,
        /** It is in no such namespace. */
        FREE,
        /** The feed could not be read to its end in time. */
        NOT_KNOWN_YET
    }

    /** @throws IllegalStateException if the topic does not exist */
    AppserviceFeed(Feed<AppserviceNamespaces> namespaces, Duration patience) {
        this.patience = patience;
        this.feed = namespaces.follow(this::apply);
    }

    boolean isFailing() {
        return feed.isFailing();
    }

    /** Blocks until the feed has been read to its end, or for as long as the patience lasts. */
    Ownership ownership(UserId user) {
        if (!feed.awaitEnd(patience)) {
            return Ownership.NOT_KNOWN_YET;
        }
        return byKey.values().stream().anyMatch(service -> service.owns(user)) ? Ownership.OWNED : Ownership.FREE;
    }

    @Override
    public void close() {
        feed.close();
    }

    private void apply(String key, @Nullable AppserviceNamespaces claimed) {
        if (claimed == null) {
            byKey.remove(key);
            return;
        }
        try {
            byKey.put(key, read(claimed));
        } catch (IllegalArgumentException unusable) {
            byKey.remove(key);
            log.atWarn()
                    .addKeyValue(LogKeys.APPSERVICE, claimed.getAppserviceId())
                    .addKeyValue(LogKeys.REASON, unusable.getMessage())
                    .log("the namespaces of an application service cannot be used");
        }
    }

    private static Namespaces read(AppserviceNamespaces claimed) {
        return new Namespaces(
                AppserviceId.of(claimed.getAppserviceId()),
                claimed.getSenderLocalpart(),
                spaces(claimed.getUsers()),
                List.of(),
                List.of());
    }

    private static List<Namespace> spaces(List<AppserviceNamespace> claimed) {
        return claimed.stream()
                .map(space -> Namespace.of(space.getRegex(), space.getExclusive()))
                .toList();
    }
}
