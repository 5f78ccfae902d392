package io.vestibule.client;

import org.jspecify.annotations.Nullable;

/** Closing what was opened before an opening failed. */
final class Closing {

    private Closing() {}

    static void quietly(@Nullable AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            try {
                if (resource != null) {
                    resource.close();
                }
            } catch (Exception alreadyFailing) {
                // The failure that led here is the one to report.
                continue;
            }
        }
    }
}
