/**
 * What a federation invite costs ingress. The process that is measured is the real one with a real broker behind it; this
 * one makes and signs every request before the clock starts, sends them over keep-alive connections, and reads afterwards
 * from the topic that each invite answered with 200 is there once.
 */
@NullMarked
package io.vestibule.bench.ingress;

import org.jspecify.annotations.NullMarked;
