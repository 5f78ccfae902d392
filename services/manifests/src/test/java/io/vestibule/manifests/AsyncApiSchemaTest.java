package io.vestibule.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/asyncapi.json} against AsyncAPI's own schema, the bindings of Kafka included. The schema comes from the npm registry,
 * once; where that cannot be reached, the check is skipped, and says so.
 */
class AsyncApiSchemaTest {

    private static final String PACKAGE = "@asyncapi/specs@6.11.1";
    private static final Path FOLDER = Path.of("target/asyncapi").toAbsolutePath();
    private static final Path SCHEMA = FOLDER.resolve("package/schemas/3.0.0.json");

    private static JsonSchema asyncapi;

    private final String document = Repository.text("docs/asyncapi.json");

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        if (!Files.exists(SCHEMA)) {
            Files.createDirectories(FOLDER);
            String fetch =
                    "tar xzf \"$(npm pack --silent --prefer-offline " + PACKAGE + ")\" package/schemas/3.0.0.json";
            int code = new ProcessBuilder("sh", "-e", "-c", fetch)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("log").toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                System.err.println(
                        "SKIPPED, because " + PACKAGE + " cannot be fetched: AsyncAPI's schema is not checked");
            }
        }
        Assumptions.assumeTrue(Files.exists(SCHEMA), PACKAGE + " cannot be fetched");
        asyncapi = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Files.readString(SCHEMA));
    }

    @Test
    void the_document_is_what_asyncapi_knows() {
        assertThat(flaws(document)).isEmpty();
    }

    @Test
    void a_document_that_is_not_is_found() {
        assertThat(flaws(document.replaceFirst("\"address\"", "\"adress\""))).isNotEmpty();
        assertThat(flaws(document.replaceFirst("\"partitions\" : \\d+", "\"partitions\" : 0")))
                .isNotEmpty();
        assertThat(flaws(document.replaceFirst("\"action\" : \"send\"", "\"action\" : \"shout\"")))
                .isNotEmpty();
    }

    private static Set<ValidationMessage> flaws(String document) {
        return asyncapi.validate(document, InputFormat.JSON);
    }
}
