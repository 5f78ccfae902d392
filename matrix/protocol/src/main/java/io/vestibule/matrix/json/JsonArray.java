package io.vestibule.matrix.json;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An array. Iteration is in order and makes one small view for each element. */
public final class JsonArray extends JsonValue implements Iterable<JsonValue> {

    private JsonArray(JsonIndex index, int node) {
        super(index, node);
    }

    static JsonArray open(JsonIndex index, int node) {
        JsonIndex opened = index.open(node);
        return new JsonArray(opened, opened == index ? node : 0);
    }

    /** @return the number of elements; counts them */
    public int size() {
        int count = 0;
        for (int element = node + 1; element < index.next(node); element = index.next(element)) {
            count++;
        }
        return count;
    }

    /** @return whether there is no element */
    public boolean isEmpty() {
        return index.next(node) == node + 1;
    }

    /** @return the element at a position from 0, or empty if the array is shorter; counts up to it */
    public Optional<JsonValue> get(int position) {
        int left = position;
        for (int element = node + 1; element < index.next(node); element = index.next(element)) {
            if (left-- == 0) {
                return Optional.of(at(index, element));
            }
        }
        return Optional.empty();
    }

    /** @return the elements in order */
    public Stream<JsonValue> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return new Iterator<>() {
            private int element = node + 1;

            @Override
            public boolean hasNext() {
                return element < index.next(node);
            }

            @Override
            public JsonValue next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                JsonValue value = at(index, element);
                element = index.next(element);
                return value;
            }
        };
    }
}
