package io.vestibule.topology.service;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the native memory of all stores of the process together; each partition has five stores, and each would take a
 * cache and buffers of its own. Kafka Streams makes one of these per store by class name, hence the shared statics.
 */
public final class SmallStores implements RocksDBConfigSetter {

    private static final long SHARED_BYTES = 64L << 20;
    private static final long BUFFERS_BYTES = 32L << 20;
    private static final long WRITE_BUFFER = 2L << 20;
    private static final long ARENA_BLOCK = 64L << 10;

    static {
        RocksDB.loadLibrary(); // Streams loads this class before it loads the library
    }

    private static final Cache CACHE = new LRUCache(SHARED_BYTES);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(BUFFERS_BYTES, CACHE);

    /** Named in {@code rocksdb.config.setter}. */
    public SmallStores() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setArenaBlockSize(ARENA_BLOCK);
        options.setMaxWriteBufferNumber(2);
        options.setMaxOpenFiles(64);
        options.setKeepLogFileNum(1);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and buffers are every store's: they live as long as the process.
    }
}
