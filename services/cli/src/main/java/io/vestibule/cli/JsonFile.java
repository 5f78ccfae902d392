package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Files with JSON that options name. What is wrong with one is said in a line that names the option and the file. */
final class JsonFile {

    private JsonFile() {}

    /** @return the file's text, which is one JSON object; empty if no file is named */
    static String object(CommandSpec spec, String option, @Nullable Path file) {
        if (file == null) {
            return "";
        }
        String text = read(spec, option, file);
        parse(spec, option, file, text);
        return text;
    }

    /** @return the elements of the JSON array in the file; none if no file is named */
    static List<String> array(CommandSpec spec, String option, @Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        String wrapped = "{\"all\":" + read(spec, option, file) + "}";
        Optional<JsonArray> all = parse(spec, option, file, wrapped).array("all");
        return all.orElseThrow(() -> wrong(spec, option, file, "not a JSON array")).stream()
                .map(element -> new String(element.bytes(), UTF_8))
                .toList();
    }

    private static String read(CommandSpec spec, String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw wrong(spec, option, file, "cannot be read: " + unreadable);
        }
    }

    private static JsonObject parse(CommandSpec spec, String option, Path file, String text) {
        try {
            return JsonObject.parse(text.getBytes(UTF_8), JsonRules.LENIENT);
        } catch (InvalidJsonException invalid) {
            throw wrong(spec, option, file, "not JSON as it must be: " + invalid.detail());
        }
    }

    private static ParameterException wrong(CommandSpec spec, String option, Path file, String why) {
        return new ParameterException(spec.commandLine(), option + " " + file + ": " + why);
    }
}
