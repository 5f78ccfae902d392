package io.vestibule.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendJoinSplitterTest {

    private static final String EMPTY = "'state':[],'auth_chain':[]";

    @Property
    void any_chunking_gives_what_a_whole_document_parser_sees(@ForAll long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        String document = new RandomAnswer(random).document();
        JsonNode whole = Golden.MAPPER.readTree(document);
        JsonNode body = whole.isArray() ? whole.get(1) : whole;
        CollectedRoom room = new CollectedRoom();
        // When
        SendJoinEnd end = feed(document, room, random);
        // Then
        assertThat(end).as(document).isInstanceOf(SendJoinEnd.Complete.class);
        assertThat(trees(room.state)).isEqualTo(elements(body.get("state")));
        assertThat(trees(room.authChain)).isEqualTo(elements(body.get("auth_chain")));
        assertThat(((SendJoinEnd.Complete) end).membersOmitted())
                .isEqualTo(body.path("members_omitted").asBoolean());
    }

    @Property
    void a_document_that_is_cut_short_is_never_complete(@ForAll long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        String document = new RandomAnswer(random).document().strip();
        String cut = document.substring(0, random.nextInt(document.length()));
        // When
        SendJoinEnd end = feed(cut, new CollectedRoom(), random);
        // Then
        assertThat(end).as(cut).isInstanceOf(SendJoinEnd.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "'text'",
                "{" + EMPTY,
                "{" + EMPTY + "}}",
                "{" + EMPTY + "}{}",
                "{" + EMPTY + ",}",
                "{," + EMPTY + "}",
                "{'state':[]'auth_chain':[]}",
                "{'state' [],'auth_chain':[]}",
                "{'state':{},'auth_chain':[]}",
                "{'state':[{}{}],'auth_chain':[]}",
                "{'state':[{},],'auth_chain':[]}",
                "{'state':[,{}],'auth_chain':[]}",
                "{'state':[null],'auth_chain':[]}",
                "{'state':[[]],'auth_chain':[]}",
                "{'state':['a'],'auth_chain':[]}",
                "{'state':nul,'auth_chain':[]}",
                "{'state':true,'auth_chain':[]}",
                "{'state':[],'auth_chain':[],'event':}",
                "{state:[],'auth_chain':[]}",
                "[200,{" + EMPTY + "}",
                "[200,{" + EMPTY + "},1]",
                "[{" + EMPTY + "}]",
                "[200 {" + EMPTY + "}]",
                "[200,[]]"
            })
    void what_is_no_such_answer_is_malformed(String document) throws Exception {
        // When
        SendJoinEnd end = feed(document.replace('\'', '"'), new CollectedRoom(), new Random(1));
        // Then
        assertThat(end).isInstanceOf(SendJoinEnd.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {'state':[]}                                                | auth_chain is missing
            {'auth_chain':[]}                                           | state is missing
            {'state':[],'auth_chain':[],'state':[]}                     | state comes twice
            {'state':[],'auth_chain':[],'st\\u0061te':[]}               | state comes twice
            {'state':[],'auth_chain':[],'event':{},'event':{}}          | event comes twice
            {'state':[],'auth_chain':[],'event':[]}                     | event is not an object
            {'state':[],'auth_chain':[],'event':{'a':}}                 | the body is invalid
            {'state':[],'auth_chain':[],'members_omitted':'yes'}        | members_omitted is not a boolean
            {'state':[],'auth_chain':[],'members_omitted':true}         | servers_in_room names no server
            {'state':[],'auth_chain':[],'members_omitted':true,'servers_in_room':['?']} | servers_in_room names no server
            {'state':[],'auth_chain':[],'servers_in_room':{}}           | servers_in_room is not an array
            [404,{'state':[],'auth_chain':[]}]                          | not 200
            """)
    void a_malformed_answer_names_the_culprit(String document, String culprit) throws Exception {
        // When
        SendJoinEnd end = feed(document.replace('\'', '"'), new CollectedRoom(), new Random(1));
        // Then
        assertThat(end)
                .isInstanceOfSatisfying(
                        SendJoinEnd.Malformed.class,
                        malformed -> assertThat(malformed.why()).contains(culprit));
    }

    @Test
    void the_fields_beside_the_events_are_read_wherever_they_stand() throws Exception {
        // Given
        String document = "{'servers_in_room':['a.example','not a name','b.example'],'state':[{'a':1}],"
                + "'event':{'b':{'c':'}]'}},'unknown':[{},[1,'\\\"']],'auth_chain':null,'members_omitted':true}";
        CollectedRoom room = new CollectedRoom();
        // When
        SendJoinEnd end = feed(document.replace('\'', '"'), room, new Random(1));
        // Then
        assertThat(end).isInstanceOfSatisfying(SendJoinEnd.Complete.class, complete -> {
            assertThat(complete.event()).hasToString("{\"b\":{\"c\":\"}]\"}}");
            assertThat(complete.membersOmitted()).isTrue();
            assertThat(complete.serversInRoom())
                    .containsExactly(ServerName.of("a.example"), ServerName.of("b.example"));
        });
        assertThat(room.state).containsExactly("{\"a\":1}");
        assertThat(room.authChain).isEmpty();
    }

    @Test
    void an_event_that_is_too_large_is_skipped_and_reported_and_the_rest_goes_on() throws Exception {
        // Given
        String large = "{\"a\":\"" + "x".repeat(SendJoinSplitter.MAX_SLICE_BYTES) + "\"}";
        String document = "{\"state\":[{\"b\":1}," + large + ",{\"c\":1}],\"auth_chain\":[]}";
        CollectedRoom room = new CollectedRoom();
        // When
        SendJoinEnd end = feed(document, room, new Random(1));
        // Then
        assertThat(end).isInstanceOf(SendJoinEnd.Complete.class);
        assertThat(room.state).containsExactly("{\"b\":1}", "{\"c\":1}");
        assertThat(room.oversized).containsExactly((long) large.length());
    }

    @Test
    void an_event_of_exactly_the_bound_is_kept() throws Exception {
        // Given
        String event = "{\"a\":\"" + "x".repeat(SendJoinSplitter.MAX_SLICE_BYTES - 8) + "\"}";
        CollectedRoom room = new CollectedRoom();
        // When
        feed("{\"state\":[" + event + "],\"auth_chain\":[]}", room, new Random(1));
        // Then
        assertThat(room.state).containsExactly(event);
    }

    @Test
    void a_server_that_never_ends_a_value_costs_no_memory() throws Exception {
        // Given
        long endless = 200L * 1024 * 1024;
        Endless answer = new Endless("{\"unknown\":\"", endless);
        // When
        SendJoinEnd end = SendJoinSplitter.split(answer, new CollectedRoom());
        // Then
        assertThat(answer.served).isGreaterThan(endless);
        assertThat(end)
                .isInstanceOfSatisfying(
                        SendJoinEnd.Malformed.class,
                        malformed -> assertThat(malformed.why()).contains("ends in the middle"));
    }

    @Test
    void nothing_more_is_wanted_once_the_answer_is_malformed() throws Exception {
        // Given
        SendJoinSplitter splitter = new SendJoinSplitter(new CollectedRoom());
        byte[] broken = "{\"state\":7".getBytes(StandardCharsets.UTF_8);
        // When
        boolean more = splitter.feed(broken, 0, broken.length);
        // Then
        assertThat(more).isFalse();
        assertThat(splitter.feed(broken, 0, broken.length)).isFalse();
        assertThat(splitter.finish()).isInstanceOf(SendJoinEnd.Malformed.class);
    }

    private static SendJoinEnd feed(String document, CollectedRoom room, Random random) throws IOException {
        SendJoinSplitter splitter = new SendJoinSplitter(room);
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        int most = bytes.length > 10_000 ? 5_000 : 12;
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(most), bytes.length - at);
            splitter.feed(bytes, at, length);
            at += length;
        }
        return splitter.finish();
    }

    private static List<JsonNode> trees(List<String> slices) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (String slice : slices) {
            trees.add(Golden.MAPPER.readTree(slice));
        }
        return trees;
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** A body that begins as told and goes on with the same letter for long. */
    private static final class Endless extends InputStream {

        private final byte[] start;
        private final long length;
        private long served;

        Endless(String start, long length) {
            this.start = start.getBytes(StandardCharsets.UTF_8);
            this.length = length;
        }

        @Override
        public int read() {
            if (served > length) {
                return -1;
            }
            return served < start.length ? start[(int) served++] : (served++ == 0 ? 0 : 'x');
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            if (served > length) {
                return -1;
            }
            for (int i = 0; i < count; i++) {
                into[offset + i] = served < start.length ? start[(int) served] : (byte) 'x';
                served++;
            }
            return count;
        }
    }

    /** Answers of every shape that is allowed, from one source of randomness. */
    private record RandomAnswer(Random random) {

        String document() {
            List<String> members = new ArrayList<>(
                    List.of(key("state") + array(), key("auth_chain") + array(), key("event") + object(2)));
            if (random.nextBoolean()) {
                members.add(key("members_omitted") + "true");
                members.add(key("servers_in_room") + "[\"a.example\"]");
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                members.add(key("unknown" + i) + value(3));
            }
            Collections.shuffle(members, random);
            String object =
                    blank() + "{" + blank() + String.join(blank() + "," + blank(), members) + blank() + "}" + blank();
            return random.nextInt(4) == 0 ? "[" + blank() + "200" + blank() + "," + object + "]" + blank() : object;
        }

        private String array() {
            List<String> events = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                events.add(blank() + object(3) + blank());
            }
            return "[" + String.join(",", events) + blank() + "]";
        }

        private String object(int depth) {
            List<String> members = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                members.add(key("k" + i) + value(depth - 1));
            }
            return "{" + blank() + String.join(",", members) + blank() + "}";
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 0 ? 6 : 4)) {
                case 0 -> string();
                case 1 -> String.valueOf(random.nextInt());
                case 2 -> "null";
                case 3 -> "-1.5e3" + blank();
                case 4 -> object(depth);
                default -> "[" + value(depth - 1) + blank() + "," + value(depth - 1) + "]";
            };
        }

        private String string() {
            String[] parts = {"a", "}", "]", "{", "[", ",", ":", "\\\"", "\\\\", "\\u0022", "ä", "😀", "\\n", " "};
            StringBuilder text = new StringBuilder("\"");
            for (int i = random.nextInt(6); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            return text.append('"').toString();
        }

        private String key(String name) {
            String written =
                    random.nextInt(5) == 0 ? "\\u00" + Integer.toHexString(name.charAt(0)) + name.substring(1) : name;
            return "\"" + written + "\"" + blank() + ":" + blank();
        }

        private String blank() {
            return random.nextInt(3) == 0 ? " \n\t\r".substring(0, 1 + random.nextInt(4)) : "";
        }
    }
}
