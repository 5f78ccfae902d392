/**
 * The endpoints of Matrix federation that Vestibule serves or calls, one file per endpoint version.
 *
 * <p>Each file names its method and path, holds its request and its answer as values, and turns both into bytes and back: a
 * client encodes requests and decodes answers, a server the other way round. What a stranger sent is read into a
 * {@link io.vestibule.matrix.api.Decoded} or an {@link io.vestibule.matrix.api.Answer}, never thrown: a request that cannot
 * be read becomes the error to answer with, an answer that cannot be read says what is wrong with it.
 *
 * <p>Only shape is checked here: names, types, counts. Signatures, hashes, and whether a user exists are for others. Nothing
 * here knows sockets, headers or time.
 */
@NullMarked
package io.vestibule.matrix.api;

import org.jspecify.annotations.NullMarked;
