/** The network between a service and the brokers, as something that can be broken. Knows neither of them. */
@NullMarked
package io.vestibule.chaos.link;

import org.jspecify.annotations.NullMarked;
