/**
 * The one YAML file and its environment twins, read into immutable records.
 *
 * <p>{@link io.vestibule.kit.config.VestibuleConfig} is the root; each section is a record that declares its keys as {@link
 * io.vestibule.kit.config.Key} constants (path, syntax, default, meaning) and checks its values in the compact constructor.
 * {@link io.vestibule.kit.config.ConfigLoader} merges defaults, file and environment, remembers where every value came from,
 * and refuses what it does not know with the nearest name that it does.
 *
 * <p>The YAML syntax is the public interface, the records are not. A service adds its own keys to its own section record;
 * the tests pin every path and every default. Reads files, opens no connection, and knows nothing of Kafka or HTTP.
 */
@NullMarked
package io.vestibule.kit.config;

import org.jspecify.annotations.NullMarked;
