package io.vestibule.chaos.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final int PATIENCE_MS = 5_000;

    private ServerSocket echo;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::echo);
        link = Link.open(0, echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
    }

    @Test
    void what_goes_in_comes_out_and_the_answer_comes_back() throws IOException {
        try (Socket socket = connect()) {
            assertThat(answer(socket, 7)).isEqualTo(7);
        }
    }

    @Test
    void a_cut_ends_connections_and_every_new_one() throws IOException {
        try (Socket before = connect()) {
            // Given
            answer(before, 1);

            // When
            link.cut();

            // Then
            assertThat(isEnded(before)).isTrue();
            try (Socket after = connect()) {
                assertThat(isEnded(after)).isTrue();
            }
        }
    }

    @Test
    void a_mute_link_holds_everything_back_until_it_is_mended() throws IOException {
        try (Socket socket = connect()) {
            // Given
            answer(socket, 1);
            link.mute();

            // When
            socket.getOutputStream().write(2);
            socket.setSoTimeout(200);

            // Then
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            link.mend();
            socket.setSoTimeout(PATIENCE_MS);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void a_slow_link_is_late_in_both_directions() throws IOException {
        try (Socket socket = connect()) {
            // Given
            answer(socket, 1);
            link.slow(Duration.ofMillis(150));

            // When
            long begun = System.nanoTime();
            int answer = answer(socket, 2);

            // Then
            assertThat(answer).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void after_a_cut_a_mended_link_takes_connections_again() throws IOException {
        // Given
        link.cut();

        // When
        link.mend();

        // Then
        try (Socket socket = connect()) {
            assertThat(answer(socket, 3)).isEqualTo(3);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static int answer(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        return socket.getInputStream().read();
    }

    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private void echo() {
        while (!echo.isClosed()) {
            try {
                Socket taken = echo.accept();
                Thread.startVirtualThread(() -> {
                    try (taken) {
                        taken.getInputStream().transferTo(taken.getOutputStream());
                    } catch (IOException ended) {
                        return;
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }
}
