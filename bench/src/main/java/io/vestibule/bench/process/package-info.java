/** Processes of Vestibule that a benchmark starts and watches from outside: their processor time and their memory. */
@NullMarked
package io.vestibule.bench.process;

import org.jspecify.annotations.NullMarked;
