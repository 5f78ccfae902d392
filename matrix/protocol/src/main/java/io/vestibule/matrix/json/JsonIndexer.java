package io.vestibule.matrix.json;

import io.vestibule.matrix.json.InvalidJsonException.Kind;
import java.util.Arrays;

/**
 * Reads a document once, checks it, and builds its {@link JsonIndex}. Kept over many documents, for one thread at a time.
 *
 * <p>Recursion is bounded, at most by {@link JsonObject#MAX_DEPTH}.
 */
final class JsonIndexer {

    private static final Pool<JsonIndexer> POOL = new Pool<>(JsonIndexer::new);
    private static final int STRIDE = JsonIndex.STRIDE;
    private static final int USUAL_NODES = 128;
    private static final byte[] NOTHING = {};
    private static final JsonIndex NONE = new JsonIndex(NOTHING, new int[0]);

    /** Larger arrays are not kept for the next document. */
    private static final int MOST_WORDS_KEPT = STRIDE * 8192;

    private final TokenScanner tokens = new TokenScanner();
    private int[] words = new int[STRIDE * USUAL_NODES];
    private byte[] bytes = NOTHING;
    private JsonIndex index = NONE;
    private JsonIndex.Fold fold = JsonIndex.Fold.FOR_READING;
    private int end;
    private int maxDepth;
    private int nodes;
    private int at;
    private int gaps;

    private JsonIndexer() {}

    /** Indexes a part of a document that has been checked already. */
    static JsonIndex reindex(byte[] bytes, int start, int end, JsonIndex.Fold fold) {
        JsonIndexer indexer = take();
        try {
            indexer.begin(bytes, start, end, fold);
            indexer.read(JsonRules.LENIENT);
            return indexer.copy();
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("the bytes have been changed after they were checked", e);
        } finally {
            indexer.giveBack();
        }
    }

    /** Indexes a document. */
    static JsonIndex index(byte[] bytes, JsonRules rules) throws InvalidJsonException {
        return index(bytes, rules, JsonObject.MAX_DEPTH, JsonIndex.Fold.FOR_READING);
    }

    /** Indexes a document that may be nested so deep and no deeper. */
    static JsonIndex index(byte[] bytes, JsonRules rules, int maxDepth, JsonIndex.Fold fold)
            throws InvalidJsonException {
        JsonIndexer indexer = take();
        try {
            indexer.begin(bytes, 0, bytes.length, fold);
            indexer.maxDepth = Math.min(maxDepth, JsonObject.MAX_DEPTH);
            indexer.read(rules);
            return indexer.copy();
        } finally {
            indexer.giveBack();
        }
    }

    /** An indexer for {@link #lend}, to be given back. */
    static JsonIndexer take() {
        return POOL.take();
    }

    void giveBack() {
        bytes = NOTHING;
        index = NONE;
        tokens.begin(NOTHING, 0, JsonRules.STRICT);
        if (words.length <= MOST_WORDS_KEPT) {
            POOL.giveBack(this);
        }
    }

    /** Indexes a document that is to be written; the index may be used until this indexer is given back. */
    JsonIndex lend(byte[] document, JsonRules rules) throws InvalidJsonException {
        begin(document, 0, document.length, JsonIndex.Fold.FOR_WRITING);
        read(rules);
        return index;
    }

    private void begin(byte[] document, int from, int to, JsonIndex.Fold newFold) {
        bytes = document;
        index = new JsonIndex(document, words);
        fold = newFold;
        at = from;
        end = to;
        maxDepth = JsonObject.MAX_DEPTH;
        nodes = 0;
        gaps = 0;
    }

    private void read(JsonRules rules) throws InvalidJsonException {
        tokens.begin(bytes, end, rules);
        skipGap();
        value(0);
        skipGap();
        if (at < end) {
            throw bad(Kind.SYNTAX);
        }
    }

    /** The index for those who keep it, no larger than it must be. */
    private JsonIndex copy() {
        return new JsonIndex(bytes, Arrays.copyOf(words, nodes * STRIDE));
    }

    /** Reads a value and says which flags hold for it. */
    private int value(int depth) throws InvalidJsonException {
        if (at >= end) {
            throw bad(Kind.SYNTAX);
        }
        return switch (bytes[at]) {
            case '"' -> token(JsonIndex.STRING);
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 't' -> token(JsonIndex.TRUE);
            case 'f' -> token(JsonIndex.FALSE);
            case 'n' -> token(JsonIndex.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> token(JsonIndex.NUMBER);
            default -> throw bad(Kind.SYNTAX);
        };
    }

    private int token(int kind) throws InvalidJsonException {
        int start = at;
        int flags = switch (kind) {
            case JsonIndex.STRING -> tokens.string(at);
            case JsonIndex.NUMBER -> tokens.number(at);
            default -> tokens.word(at);
        };
        at = tokens.end();
        int node = open();
        set(node, start, at, JsonIndex.meta(kind, flags, nodes));
        return flags;
    }

    private int array(int depth) throws InvalidJsonException {
        int start = enter(depth);
        int node = open();
        int gapsBefore = gaps;
        int flags = JsonIndex.CANONICAL | JsonIndex.STRICT;
        skipGap();
        if (!closes(']')) {
            do {
                skipGap();
                flags &= value(depth + 1);
                skipGap();
            } while (continues(']'));
        }
        flags = gaps == gapsBefore ? flags : flags & ~JsonIndex.CANONICAL;
        int collapsed = collapse(node, flags, depth);
        set(node, start, at, JsonIndex.meta(JsonIndex.ARRAY, flags | collapsed, nodes));
        return flags;
    }

    private int object(int depth) throws InvalidJsonException {
        int start = enter(depth);
        int node = open();
        open();
        int gapsBefore = gaps;
        int flags = JsonIndex.CANONICAL | JsonIndex.STRICT;
        int members = 0;
        skipGap();
        if (!closes('}')) {
            do {
                skipGap();
                flags &= member(depth);
                members++;
                skipGap();
            } while (continues('}'));
        }
        boolean sorted = order(node, members);
        flags = sorted && gaps == gapsBefore ? flags : flags & ~JsonIndex.CANONICAL;
        int collapsed = collapse(node, flags, depth);
        set(node, start, at, JsonIndex.meta(JsonIndex.OBJECT, flags | collapsed, nodes));
        return flags;
    }

    /** Gives the nodes inside a container up if they are not worth keeping. */
    private int collapse(int node, int flags, int depth) {
        boolean canonical = (flags & JsonIndex.CANONICAL) != 0;
        if (depth < (canonical ? fold.canonical() : fold.others())) {
            return 0;
        }
        nodes = node + 1;
        return JsonIndex.COLLAPSED;
    }

    private int member(int depth) throws InvalidJsonException {
        if (at >= end || bytes[at] != '"') {
            throw bad(Kind.SYNTAX);
        }
        int flags = token(JsonIndex.STRING);
        skipGap();
        if (at >= end || bytes[at] != ':') {
            throw bad(Kind.SYNTAX);
        }
        at++;
        skipGap();
        return flags & value(depth + 1);
    }

    /** Links the keys in canonical order; says whether that is the order in which they stand. */
    private boolean order(int node, int members) throws InvalidJsonException {
        int header = (node + 1) * STRIDE;
        words[header + 1] = members;
        if (members == 0) {
            return true;
        }
        words[header] = node + 2;
        int key = node + 2;
        for (int left = members; left > 1; left--) {
            int following = index.next(key + 1);
            int order = KeyOrder.compare(index, key, following);
            if (order == 0) {
                throw new InvalidJsonException(Kind.DUPLICATE_KEY, index.start(following));
            }
            if (order > 0) {
                sort(node, members);
                return false;
            }
            link(key, following);
            key = following;
        }
        link(key, 0);
        return true;
    }

    private void sort(int node, int members) throws InvalidJsonException {
        int[] keys = new int[members];
        int key = node + 2;
        for (int i = 0; i < members; i++) {
            keys[i] = key;
            key = index.next(key + 1);
        }
        KeyOrder.sort(index, keys);
        words[(node + 1) * STRIDE] = keys[0];
        for (int i = 1; i < members; i++) {
            if (KeyOrder.compare(index, keys[i - 1], keys[i]) == 0) {
                throw new InvalidJsonException(
                        Kind.DUPLICATE_KEY, Math.max(index.start(keys[i - 1]), index.start(keys[i])));
            }
            link(keys[i - 1], keys[i]);
        }
        link(keys[members - 1], 0);
    }

    private void link(int key, int following) {
        int word = key * STRIDE + 2;
        words[word] = JsonIndex.meta(words[word] & 0xFF, 0, following);
    }

    private int enter(int depth) throws InvalidJsonException {
        if (depth >= maxDepth) {
            throw bad(Kind.TOO_DEEP);
        }
        return at++;
    }

    private boolean closes(char bracket) {
        boolean closes = at < end && bytes[at] == bracket;
        at += closes ? 1 : 0;
        return closes;
    }

    private boolean continues(char bracket) throws InvalidJsonException {
        if (closes(bracket)) {
            return false;
        }
        if (closes(',')) {
            return true;
        }
        throw bad(Kind.SYNTAX);
    }

    private void skipGap() {
        if (at < end && bytes[at] > ' ') {
            return;
        }
        int start = at;
        while (at < end && isGap(bytes[at])) {
            at++;
        }
        gaps += at - start;
    }

    private static boolean isGap(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private int open() throws InvalidJsonException {
        if (nodes == JsonIndex.MOST_NODES) {
            throw bad(Kind.TOO_LARGE);
        }
        if ((nodes + 1) * STRIDE > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
            index = new JsonIndex(bytes, words);
        }
        return nodes++;
    }

    private void set(int node, int start, int end, int meta) {
        words[node * STRIDE] = start;
        words[node * STRIDE + 1] = end;
        words[node * STRIDE + 2] = meta;
    }

    private InvalidJsonException bad(Kind kind) {
        return new InvalidJsonException(kind, at);
    }
}
