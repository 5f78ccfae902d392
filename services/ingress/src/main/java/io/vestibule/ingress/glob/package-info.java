/** Patterns with {@code *} and {@code ?}, compiled once and compared with what invites say. Pure. */
@NullMarked
package io.vestibule.ingress.glob;

import org.jspecify.annotations.NullMarked;
