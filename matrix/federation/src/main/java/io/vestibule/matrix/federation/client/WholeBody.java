package io.vestibule.matrix.federation.client;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Reads an answer to its end. */
final class WholeBody {

    private WholeBody() {}

    static FederationResult<FederationResponse> of(FederationResult<StreamedResponse> result)
            throws InterruptedException {
        return switch (result) {
            case FederationResult.Failed<StreamedResponse> failed -> new FederationResult.Failed<>(failed.failure());
            case FederationResult.Answered<StreamedResponse> answered -> read(answered.response());
        };
    }

    private static FederationResult<FederationResponse> read(StreamedResponse response) throws InterruptedException {
        try (response) {
            byte[] body = response.body().readAllBytes();
            return new FederationResult.Answered<>(new FederationResponse(response.head(), body));
        } catch (BodyFailedException broken) {
            return new FederationResult.Failed<>(broken.failure());
        } catch (InterruptedIOException interrupted) {
            Thread.interrupted();
            InterruptedException plain = new InterruptedException("interrupted while reading an answer");
            plain.initCause(interrupted);
            throw plain;
        } catch (IOException impossible) {
            throw new IllegalStateException("a body fails as a value only", impossible);
        }
    }
}
