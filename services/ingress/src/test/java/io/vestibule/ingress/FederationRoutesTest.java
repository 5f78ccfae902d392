package io.vestibule.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.FederationRoutes.Route;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.matrix.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FederationRoutesTest {

    private final FederationRoutes routes = new FederationRoutes(InviteDoor.all().stream()
            .map(door -> new Route(
                    door.endpoint(),
                    (path, request) ->
                            CompletableFuture.completedFuture(HttpAnswer.text(200, "text/plain", door.label()))))
            .toList());

    @ParameterizedTest
    @CsvSource({
        "PUT,  /_matrix/federation/v1/invite/%21r%3Aa/%24e,                       200",
        "PUT,  /_matrix/federation/v2/invite/!r:a/$e?x=y,                         200",
        "PUT,  /_matrix/federation/unstable/org.matrix.msc0000/invite/!r:a,       200",
        "PUT,  /_matrix/federation/unstable/org.matrix.msc4329/invite/!r:a,       200",
        "GET,  /_matrix/federation/v2/invite/!r:a/$e,                             405",
        "POST, /_matrix/federation/unstable/org.matrix.msc4329/invite/!r:a,       405",
        "PUT,  /_matrix/federation/v3/invite/!r:a,                                404",
        "PUT,  /_matrix/federation/v3/invite/!r:a/@u:b,                           404",
        "PUT,  /_matrix/federation/v2/invite/!r:a/$e/,                            404",
        "PUT,  /_matrix/federation/v2/invite/!r:a,                                404",
        "PUT,  //_matrix/federation/v2/invite/!r:a/$e,                            404",
        "PUT,  /_matrix/federation/v2/../v2/invite/!r:a/$e,                       404",
        "GET,  /_matrix/key/v2/server,                                            404",
        "GET,  /,                                                                 404",
    })
    void only_known_paths_are_answered_and_only_by_their_method(String method, String target, int status) {
        // Given
        HttpRequest request = new HttpRequest(method, target, name -> List.of(), new byte[0]);
        // When
        HttpAnswer answer = routes.handle(request).toCompletableFuture().join();
        // Then
        assertThat(answer.status()).isEqualTo(status);
        if (status != 200) {
            assertThat(JsonObject.of(answer.body()).string("errcode")).contains("M_UNRECOGNIZED");
        }
        assertThat(answer.headers().containsKey("Allow")).isEqualTo(status == 405);
    }
}
