package io.vestibule.topology.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Bounds the native memory of all stores of the process together; each partition has one, which would take a cache and
 * buffers of its own. The cache is shared. The buffers are not: each store gets its part of the budget. With a budget for all,
 * stores that are not written to any more keep what they hold of it, and once they hold most of it, every further write to
 * another store is flushed by itself, which made restoring a hundred times slower. Kafka Streams makes one of these per store
 * by class name, hence the shared static.
 */
public final class SmallStores implements RocksDBConfigSetter {

    /** The key under which the Streams keys tell how many stores there are, one for each partition. */
    static final String STORES = "vestibule.stores";

    /** The key for the memory of all of them together, in bytes. */
    static final String MEMORY = "vestibule.stores.memory";

    /** Of a buffer: lets a store say at once that it does not hold a key, as of each event that was not seen before. */
    private static final double MEMTABLE_FILTER = 0.05;

    private static final int FILES_BEFORE_MERGING = 8;

    /** Files are few and large, and one that is always open is asked without looking for it. */
    private static final int ALL = -1;

    private static final long LEAST_BUFFER = 256L << 10;
    private static final long MOST_BUFFER = 64L << 20;
    private static final long ARENA_BLOCK = 64L << 10;

    static {
        RocksDB.loadLibrary(); // Streams loads this class before it loads the library
    }

    private static final Map<Long, Cache> CACHES = new ConcurrentHashMap<>();

    /** Named in {@code rocksdb.config.setter}. */
    public SmallStores() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHES.computeIfAbsent(number(configs, MEMORY) / 2, LRUCache::new));
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(table);
        options.setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER);
        options.setMemtableWholeKeyFiltering(true);
        // Kafka Streams leaves the oldest files without a filter, which serves those who look for what is there. Most
        // look-ups of an invite find nothing, and each would read a block of these files.
        options.setOptimizeFiltersForHits(false);
        options.setWriteBufferSize(buffer(configs));
        options.setArenaBlockSize(ARENA_BLOCK);
        options.setMaxWriteBufferNumber(3);
        // A look-up that finds nothing asks every file, and a merge writes all that it merges once more. Twice the
        // usual
        // number of files before they are merged is where the two cost least together.
        options.setLevel0FileNumCompactionTrigger(FILES_BEFORE_MERGING);
        options.setMaxOpenFiles(ALL);
        options.setKeepLogFileNum(1);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache is every store's: it lives as long as the process.
    }

    /** A store's part of the budget, if all of them are on this instance. */
    private static long buffer(Map<String, Object> configs) {
        return Math.clamp(number(configs, MEMORY) / 2 / number(configs, STORES), LEAST_BUFFER, MOST_BUFFER);
    }

    private static long number(Map<String, Object> configs, String key) {
        return Long.parseLong(String.valueOf(configs.get(key)));
    }
}
