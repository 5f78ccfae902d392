/**
 * The console over HTTP: who may use it, which path does what, and the events of the page.
 *
 * <p>{@link io.vestibule.console.api.ConsoleRoutes} has every route; the document that describes them is {@code
 * openapi.json} beside the page, and a test compares the two and real answers. Errors have Matrix's form.
 */
@NullMarked
package io.vestibule.console.api;

import org.jspecify.annotations.NullMarked;
