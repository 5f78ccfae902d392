package io.vestibule.topology.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

class SmallStoresTest {

    private static final int STORES = 72;
    private static final long MEMORY = 128L << 20;
    private static final byte[] VALUE = new byte[1000];

    private final SmallStores setter = new SmallStores();

    @Test
    void stores_that_nobody_writes_to_any_more_leave_the_others_their_buffers(@TempDir Path folder)
            throws RocksDBException {
        // Given
        List<RocksDB> open = new ArrayList<>();
        try (Options options = options(STORES)) {
            for (int store = 0; store < STORES; store++) {
                open.add(RocksDB.open(options, folder.resolve("store" + store).toString()));
            }
            for (RocksDB full : open.subList(1, 40)) {
                write(full, 900);
            }
            for (RocksDB begun : open.subList(40, STORES)) {
                write(begun, 1);
            }

            // When
            write(open.getFirst(), 400);

            // Then
            assertThat(open.getFirst().getLongProperty("rocksdb.num-entries-active-mem-table"))
                    .as("values that wait to be written out together")
                    .isEqualTo(400);
        } finally {
            open.forEach(RocksDB::close);
        }
    }

    @Test
    void all_buffers_together_keep_within_the_budget_however_many_stores_there_are() {
        for (int stores : List.of(6, 24, 72, 288)) {
            try (Options options = options(stores)) {
                assertThat(stores * options.writeBufferSize()).isLessThanOrEqualTo(72L << 20);
            }
        }
    }

    @Test
    void what_was_never_written_is_not_looked_for_in_the_oldest_files_either(@TempDir Path folder)
            throws RocksDBException {
        // Given
        try (Statistics seen = new Statistics();
                Options options = options(1).setStatistics(seen);
                RocksDB store = RocksDB.open(options, folder.resolve("store").toString());
                FlushOptions now = new FlushOptions()) {
            write(store, 100);
            store.flush(now);
            write(store, 100);
            store.flush(now);
            store.compactRange();

            // When
            byte[] found = store.get("key50.".getBytes(UTF_8));

            // Then
            assertThat(found).isNull();
            assertThat(seen.getTickerCount(TickerType.BLOOM_FILTER_USEFUL)).isEqualTo(1);
        }
    }

    /** As Kafka Streams hands them over. */
    private Options options(int stores) {
        Options options = new Options()
                .setCreateIfMissing(true)
                .setOptimizeFiltersForHits(true)
                .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(new BloomFilter()));
        setter.setConfig("store", options, Map.of(SmallStores.STORES, stores, SmallStores.MEMORY, MEMORY));
        return options;
    }

    private static void write(RocksDB store, int values) throws RocksDBException {
        for (int value = 0; value < values; value++) {
            store.put(("key" + value).getBytes(UTF_8), VALUE);
        }
    }
}
