package io.vestibule.schemas.released;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.released.Contracts.Contract;
import io.vestibule.schemas.released.Contracts.Evolution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds this build's contracts against every release.
 *
 * <p>A release is frozen by {@code ./mvnw -pl schemas -am test -Dtest=ReleasedSchemasTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dschemas.freeze=VERSION}; the same command freezes a version again as long as it
 * is not out.
 */
class ReleasedSchemasTest {

    private static final ReleasedFiles RELEASED = ReleasedFiles.inProject();

    @Test
    void every_contract_evolves_from_every_release_as_it_must() throws IOException {
        // Given
        Map<String, Contract> now = Contracts.current().byName();
        List<String> problems = new ArrayList<>();

        // When
        for (String version : RELEASED.versions()) {
            RELEASED.schemas(version).forEach((name, released) -> {
                Contract contract = now.get(name);
                if (contract != null) {
                    Evolutions.problems(released, contract.schema(), contract.evolution())
                            .forEach(problem -> problems.add(version + " " + name + ": " + problem));
                } else if (!name.startsWith("store.")) {
                    problems.add(version + " " + name + ": the topic is gone from the catalogue");
                }
            });
        }

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void the_newest_release_is_complete_and_readable() throws IOException {
        // Given
        List<String> versions = RELEASED.versions();

        // When
        Map<String, Schema> newest = RELEASED.schemas(versions.getLast());

        // Then
        assertThat(newest).containsKeys("invites.received", "invites.events", "invites.state", "store.StoredInvite");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a field with a default is added    | {'name':'b','type':'int','default':0} | true  | true",
                "a field without default is added   | {'name':'b','type':'int'}             | false | false",
            })
    void adding_a_field(String what, String field, boolean full, boolean backward) {
        // Given
        Schema released = schema("{'name':'a','type':'string'}");

        // When
        Schema now = schema("{'name':'a','type':'string'}," + field);

        // Then
        assertThat(allowed(released, now, Evolution.FULL_TRANSITIVE)).as(what).isEqualTo(full);
        assertThat(allowed(released, now, Evolution.BACKWARD_TRANSITIVE))
                .as(what)
                .isEqualTo(backward);
    }

    @Test
    void removing_a_field_without_default_is_backward_only_and_changing_a_type_is_neither() {
        // Given
        Schema released = schema("{'name':'a','type':'string'},{'name':'b','type':'int'}");

        // When
        Schema without = schema("{'name':'a','type':'string'}");
        Schema other = schema("{'name':'a','type':'string'},{'name':'b','type':'string'}");

        // Then
        assertThat(allowed(released, without, Evolution.FULL_TRANSITIVE)).isFalse();
        assertThat(allowed(released, without, Evolution.BACKWARD_TRANSITIVE)).isTrue();
        assertThat(allowed(released, other, Evolution.BACKWARD_TRANSITIVE)).isFalse();
    }

    @Test
    void an_enum_with_a_default_may_grow_and_one_without_may_not() {
        // Given
        String open = "{'name':'e','type':{'type':'enum','name':'E','symbols':[%s],'default':'U'}}";
        String closed = "{'name':'e','type':{'type':'enum','name':'E','symbols':[%s]}}";

        // When
        boolean openGrows = allowed(
                schema(open.formatted("'U','A'")), schema(open.formatted("'U','A','B'")), Evolution.FULL_TRANSITIVE);
        boolean closedGrows = allowed(
                schema(closed.formatted("'U','A'")),
                schema(closed.formatted("'U','A','B'")),
                Evolution.FULL_TRANSITIVE);

        // Then
        assertThat(openGrows).isTrue();
        assertThat(closedGrows).isFalse();
    }

    @Test
    void a_frozen_release_is_read_back_as_it_was(@TempDir Path directory) throws IOException {
        // Given
        ReleasedFiles files = new ReleasedFiles(directory);
        Contracts contracts = Contracts.current();

        // When
        files.write("9.9.9", contracts);

        // Then
        assertThat(files.versions()).containsExactly("9.9.9");
        assertThat(files.schemas("9.9.9"))
                .hasSameSizeAs(contracts.byName())
                .allSatisfy((name, schema) -> assertThat(schema)
                        .isEqualTo(contracts.byName().get(name).schema()));
    }

    @Test
    @EnabledIfSystemProperty(named = "schemas.freeze", matches = "\\d+\\.\\d+\\.\\d+")
    void freeze() throws IOException {
        RELEASED.write(System.getProperty("schemas.freeze"), Contracts.current());
    }

    private static boolean allowed(Schema released, Schema now, Evolution evolution) {
        return Evolutions.problems(released, now, evolution).isEmpty();
    }

    private static Schema schema(String fields) {
        String json = "{'type':'record','name':'R','fields':[" + fields + "]}";
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
