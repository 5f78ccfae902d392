package io.vestibule.worker.walk;

/** How a walk ended. */
public sealed interface Ending {

    /** The last attempt succeeded. */
    record Succeeded(Attempt attempt) implements Ending {}

    /** A server answered 403 {@code M_FORBIDDEN}, and that stands. */
    record Forbidden(Attempt attempt) implements Ending {}

    /** The room has moved on since the order was given. */
    record Superseded(Attempt attempt) implements Ending {}

    /** No server did it; why the walk went no further. */
    record Exhausted(String why) implements Ending {}

    /** Nothing was asked at all, because it was too late. */
    record Expired() implements Ending {}
}
