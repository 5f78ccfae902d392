/** How figures are said: one JSON line each, with the machine and the commit they were taken on. */
@NullMarked
package io.vestibule.bench.report;

import org.jspecify.annotations.NullMarked;
