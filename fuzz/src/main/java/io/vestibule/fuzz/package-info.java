/**
 * Coverage-guided fuzzing of everything that reads what strangers send, with Jazzer ({@code ./vestibule fuzz}).
 *
 * <p>Each constant of {@link io.vestibule.fuzz.Target} is one parser and its property: it neither crashes nor hangs, and accepts
 * nothing that a second, slow and obvious reading refuses. {@link io.vestibule.fuzz.JacksonReading} is that reading for JSON.
 * Inputs that found new ways through the code are kept in {@code fuzz/corpus}, a folder for each target, and are run by every
 * build; {@link io.vestibule.fuzz.FuzzMain} looks for further ones.
 */
@NullMarked
package io.vestibule.fuzz;

import org.jspecify.annotations.NullMarked;
