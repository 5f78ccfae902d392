/**
 * A worker in a process of its own with homeservers that answer from prepared bytes: how many handshakes it holds at once, and
 * what one costs it beside the signatures that it has to make and to check.
 */
@NullMarked
package io.vestibule.bench.worker;

import org.jspecify.annotations.NullMarked;
