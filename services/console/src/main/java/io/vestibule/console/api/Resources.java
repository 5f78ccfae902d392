package io.vestibule.console.api;

import io.vestibule.console.board.Boards;
import io.vestibule.console.command.CommandDesk;
import io.vestibule.console.command.ForgetDesk;

/**
 * What the routes work with: opened when somebody asks for the first time, so that a process that nobody asks is spared it.
 * Thread-safe.
 */
public interface Resources {

    /** @throws io.vestibule.client.NotConnectedException if Kafka cannot be reached */
    Boards boards();

    /** @throws io.vestibule.client.NotConnectedException if Kafka cannot be reached */
    CommandDesk desk();

    /** @return where people are forgotten; opens nothing by itself */
    ForgetDesk forgets();
}
