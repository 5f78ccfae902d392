package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;

/** A decoder that stops at the first fault, and the two ways in which the fault becomes a value. */
@FunctionalInterface
interface Reading<T> {

    T read() throws Refusal;

    /** Reads the object that a success answers with. */
    @FunctionalInterface
    interface OfObject<T> {
        T read(JsonObject body) throws Refusal;
    }

    /** Reads a request. */
    static <T> Decoded<T> decoded(Reading<T> reading) {
        try {
            return new Decoded.Ok<>(reading.read());
        } catch (Refusal refusal) {
            return new Decoded.Refused<>(refusal.error());
        }
    }

    /** Reads an answer whose body is an object. */
    static <T> Answer<T> answer(ApiResponse response, OfObject<T> reading) {
        return answerOf(response, () -> reading.read(Body.object(response.body())));
    }

    /** Reads an answer whose body is {@code [200, {…}]}. */
    static <T> Answer<T> pairAnswer(ApiResponse response, OfObject<T> reading) {
        return answerOf(response, () -> reading.read(StatusPair.read(response.body())));
    }

    private static <T> Answer<T> answerOf(ApiResponse response, Reading<T> reading) {
        if (response.status() != 200) {
            return new Answer.Failed<>(ErrorAnswer.read(response));
        }
        try {
            return new Answer.Success<>(reading.read());
        } catch (Refusal refusal) {
            return new Answer.Malformed<>(refusal.error().message());
        }
    }
}
