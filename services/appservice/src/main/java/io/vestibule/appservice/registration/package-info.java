/**
 * Registration files of application services (Application Service API, "Registration").
 *
 * <p>{@link io.vestibule.appservice.registration.RegistrationFile} reads one file and refuses it with file, line and reason;
 * {@link io.vestibule.appservice.registration.Registrations} is a set of them that fit together. Keys that are not known are
 * left alone, as other homeservers do it. No network, no topics.
 */
@NullMarked
package io.vestibule.appservice.registration;

import org.jspecify.annotations.NullMarked;
