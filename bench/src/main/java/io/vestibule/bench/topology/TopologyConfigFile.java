package io.vestibule.bench.topology;

/**
 * The configuration of one measured instance.
 *
 * @param bootstrap the broker
 * @param partitions of every topic
 * @param threads stream threads
 * @param standbys how many instances keep warm copies
 */
record TopologyConfigFile(String bootstrap, int partitions, int threads, int standbys) {

    private static final int PARTITIONS = 12;

    /** One thread, twelve partitions, nobody to take over. */
    static TopologyConfigFile of(String bootstrap) {
        return new TopologyConfigFile(bootstrap, PARTITIONS, 1, 0);
    }

    String yaml() {
        return """
                server-name: us.example
                data-dir: data
                kafka:
                  bootstrap-servers: "%s"
                  topics: {partitions: %d}
                schema-registry: {url: embedded}
                topology: {threads: %d, standby-replicas: %d}
                admin: {listen: "127.0.0.1:0"}
                """.formatted(bootstrap, partitions, threads, standbys);
    }
}
