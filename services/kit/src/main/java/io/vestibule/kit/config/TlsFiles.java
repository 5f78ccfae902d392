package io.vestibule.kit.config;

import java.nio.file.Path;

/**
 * A certificate chain and its private key, both PEM. Immutable.
 *
 * @param certFile the chain, the server's own certificate first
 * @param keyFile the unencrypted PKCS#8 key
 */
public record TlsFiles(Path certFile, Path keyFile) {}
