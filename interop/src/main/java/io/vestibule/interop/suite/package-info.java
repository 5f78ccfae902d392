/**
 * The suite: scenarios, each told once per room version, the stage they play on, and the report of a run.
 */
@NullMarked
package io.vestibule.interop.suite;

import org.jspecify.annotations.NullMarked;
