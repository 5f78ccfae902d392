/**
 * The log: text for people or one JSON object a line for machines, on standard error.
 *
 * <p>A log message is constant text; who and which stand in key-value pairs whose names come from {@link
 * io.vestibule.kit.log.LogKeys}. Payloads and secrets are never logged, and there is no thread-local context.
 */
@NullMarked
package io.vestibule.kit.log;

import org.jspecify.annotations.NullMarked;
