/**
 * Whether the promises were kept: by what the run itself was told, and by the verifier, which reads the topics and what the
 * homeservers were asked. Knows no faults.
 */
@NullMarked
package io.vestibule.chaos.check;

import org.jspecify.annotations.NullMarked;
