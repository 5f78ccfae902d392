/**
 * Application services over real HTTP: {@link io.vestibule.testkit.appservice.ScriptedAppservice} takes transactions and
 * fails as it is told, {@link io.vestibule.testkit.appservice.TransactionChecker} says what is wrong with a request.
 *
 * <p>Both read JSON with Vert.x and know nothing of Vestibule, so that what they accept is what the specification says.
 */
@NullMarked
package io.vestibule.testkit.appservice;

import org.jspecify.annotations.NullMarked;
