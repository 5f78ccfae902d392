/**
 * The console: a query API, commands over HTTP, and a page for operators on both.
 *
 * <p>{@link io.vestibule.console.ConsoleService} runs it. It reads topics with the client library, asks the topology what only
 * that knows, and writes nothing but commands and what was a dead letter. It decides nothing, and nobody waits for it: the
 * process is ready without it, and Kafka is first asked when somebody asks the console.
 *
 * <p>May use the client library, what is told to operators, the kit, schemas and Matrix identifiers; no other service and
 * nothing of the model.
 */
@NullMarked
package io.vestibule.console;

import org.jspecify.annotations.NullMarked;
