/** What came of the runs, for people and for machines. */
@NullMarked
package io.vestibule.chaos.report;

import org.jspecify.annotations.NullMarked;
