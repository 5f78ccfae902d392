package io.vestibule.kit.http;

/** Writes the body of an answer for as long as the caller listens. Called on the connection's event loop: must not block. */
public interface HttpStream {

    /** The head has left; the outlet may be kept and used from any thread. */
    void opened(Outlet outlet);

    /** The caller is gone, or the body is ended. Comes once after {@link #opened}. */
    void gone();

    /** Where the body goes. Thread-safe. */
    interface Outlet {

        /**
         * Writes a part; once the caller is gone, nothing.
         *
         * @return false if the caller does not keep up: what can be left out should be
         */
        boolean write(byte[] part);

        /** Ends the body. Twice is once. */
        void end();
    }
}
