/** What was promised in a run, and which promises were seen to be broken. */
@NullMarked
package io.vestibule.chaos.promise;

import org.jspecify.annotations.NullMarked;
