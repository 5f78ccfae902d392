/**
 * How often something may happen to each of many: token buckets that are forgotten when they are full again, {@link
 * io.vestibule.kit.rate.Buckets}. Pure but for the clock that it is given.
 */
@NullMarked
package io.vestibule.kit.rate;

import org.jspecify.annotations.NullMarked;
