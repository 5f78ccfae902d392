package io.vestibule.matrix.json;

import java.util.Arrays;

/** The canonical order of keys: by UTF-8 bytes after escapes are undone, which is the order of code points. */
final class KeyOrder {

    private static final int FEW = 24;

    private KeyOrder() {}

    static int compare(JsonIndex index, int left, int right) {
        if (index.has(left, JsonIndex.ESCAPED) || index.has(right, JsonIndex.ESCAPED)) {
            return Arrays.compareUnsigned(index.text(left), index.text(right));
        }
        byte[] bytes = index.bytes;
        return Arrays.compareUnsigned(
                bytes, index.start(left) + 1, index.end(left) - 1, bytes, index.start(right) + 1, index.end(right) - 1);
    }

    /** Sorts key nodes. Few keys are the rule and are inserted in place; many are merged, so that no object is quadratic. */
    static void sort(JsonIndex index, int[] keys) {
        if (keys.length <= FEW) {
            insert(index, keys, 0, keys.length);
            return;
        }
        for (int from = 0; from < keys.length; from += FEW) {
            insert(index, keys, from, Math.min(from + FEW, keys.length));
        }
        int[] source = keys;
        int[] target = new int[keys.length];
        for (int width = FEW; width < keys.length; width *= 2) {
            for (int from = 0; from < keys.length; from += 2 * width) {
                merge(index, source, target, from, width);
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        if (source != keys) {
            System.arraycopy(source, 0, keys, 0, keys.length);
        }
    }

    private static void insert(JsonIndex index, int[] keys, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int key = keys[i];
            int at = i;
            while (at > from && compare(index, keys[at - 1], key) > 0) {
                keys[at] = keys[at - 1];
                at--;
            }
            keys[at] = key;
        }
    }

    private static void merge(JsonIndex index, int[] source, int[] target, int from, int width) {
        int middle = Math.min(from + width, source.length);
        int to = Math.min(middle + width, source.length);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = left < middle && (right >= to || compare(index, source[left], source[right]) <= 0);
            target[i] = takeLeft ? source[left++] : source[right++];
        }
    }
}
