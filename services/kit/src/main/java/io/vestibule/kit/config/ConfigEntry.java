package io.vestibule.kit.config;

/**
 * One line of {@code config print}.
 *
 * @param path the key's dotted path
 * @param shown the value as written, secrets as {@code ***}
 * @param source where it was set
 */
public record ConfigEntry(String path, String shown, Source source) {}
