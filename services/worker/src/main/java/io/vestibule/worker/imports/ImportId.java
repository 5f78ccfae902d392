package io.vestibule.worker.imports;

import io.vestibule.matrix.crypto.UnpaddedBase64;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Names imports by the order behind them, so that an order that is delivered again writes the same import again. */
final class ImportId {
    private static final String PREFIX = "import-";
    private static final int BYTES = 16;

    private ImportId() {}

    static String of(String orderId) {
        byte[] digest = sha256().digest(orderId.getBytes(StandardCharsets.UTF_8));
        return PREFIX + UnpaddedBase64.encodeUrlSafe(Arrays.copyOf(digest, BYTES));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
