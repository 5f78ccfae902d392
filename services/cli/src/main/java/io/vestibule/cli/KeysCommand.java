package io.vestibule.cli;

import io.vestibule.kit.config.ConfigException;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.json.JsonWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: the keys that our server signs with. */
@Command(
        name = "keys",
        description = "The keys that our server signs with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeysCommand.Generate.class, KeysCommand.Show.class})
public final class KeysCommand {

    /** {@code keys generate FILE}: a new file with a new key. */
    @Command(
            name = "generate",
            description = "Write a new signing key into a new file, in Synapse's format, readable by its owner alone.",
            footer = "%nExample: vestibule keys generate signing.key",
            mixinStandardHelpOptions = true)
    static final class Generate extends PrintingCommand {

        @Parameters(index = "0", paramLabel = "FILE", description = "The file; it must not be there yet.")
        @Nullable
        Path file;

        @Option(names = "--json", description = "Print JSON, one object a line.")
        boolean json;

        @Override
        public Integer call() {
            Path target = Objects.requireNonNull(file);
            SigningKeyFile generated = SigningKeyFile.generate(new SecureRandom());
            try {
                generated.write(target);
            } catch (FileAlreadyExistsException there) {
                throw new ConfigException(target + " is there already; a key that was published is not overwritten");
            } catch (IOException failure) {
                throw new ConfigException("cannot write " + target + ": " + failure, failure);
            }
            printKeys(this, generated, json);
            return ExitCode.OK.code();
        }
    }

    /** {@code keys show}: the public halves. */
    @Command(
            name = "show",
            description =
                    "Show the configured signing keys: IDs and public halves, the one that signs first, then old ones.",
            footer = "%nExample: vestibule keys show --config vestibule.yaml",
            mixinStandardHelpOptions = true)
    static final class Show extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Override
        public Integer call() {
            Path file = deployment.configuration().server().signingKeyFile();
            try {
                printKeys(this, SigningKeyFile.read(file), deployment.json);
            } catch (IOException failure) {
                throw new ConfigException("cannot read the signing keys: " + failure, failure);
            } catch (IllegalArgumentException wrong) {
                throw new ConfigException(String.valueOf(wrong.getMessage()), wrong);
            }
            return ExitCode.OK.code();
        }
    }

    private static void printKeys(PrintingCommand to, SigningKeyFile file, boolean json) {
        SigningKey signing = file.signingKey();
        for (SigningKey key : file.keys()) {
            String use = key.equals(signing) ? "signs" : "published";
            printKey(to, key.verifyKey(), use, json);
        }
        for (SigningKeyFile.OldKey old : file.oldKeys()) {
            printKey(to, old.key(), "expired " + Instant.ofEpochMilli(old.expiredTs()), json);
        }
    }

    private static void printKey(PrintingCommand to, VerifyKey key, String use, boolean json) {
        if (json) {
            to.print(new JsonWriter()
                    .beginObject()
                    .field("key_id", key.id().value())
                    .field("public_key", key.base64())
                    .field("use", use)
                    .endObject());
        } else {
            to.print("%-24s %s  %s".formatted(key.id(), key.base64(), use));
        }
    }
}
