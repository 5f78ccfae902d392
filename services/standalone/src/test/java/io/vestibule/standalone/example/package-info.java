/**
 * Code that the documents show: examples of services beside Vestibule, run by tests.
 *
 * <p>Uses the client library and what the JDK has, as a service of somebody else's would.
 */
@NullMarked
package io.vestibule.standalone.example;

import org.jspecify.annotations.NullMarked;
