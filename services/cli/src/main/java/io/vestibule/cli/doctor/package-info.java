/**
 * The checks of {@code doctor}: whether a deployment's surroundings are as Vestibule needs them.
 *
 * <p>A check looks at one thing and comes to a {@link io.vestibule.cli.doctor.Finding}; it changes nothing, throws nothing
 * that it can name, and takes seconds at most. What depends on something that is not there says so instead of failing too.
 */
@NullMarked
package io.vestibule.cli.doctor;

import org.jspecify.annotations.NullMarked;
