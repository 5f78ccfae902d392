package io.vestibule.schemas.released;

import io.vestibule.schemas.Stores;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The contracts as this build has them: a schema and what its evolution must keep, by file name. */
record Contracts(Map<String, Contract> byName) {

    /** What a change of a schema must keep possible. */
    enum Evolution {
        /** Every release reads what every other wrote: what is replayed, and what other systems read. */
        FULL_TRANSITIVE,
        /** This release reads what every earlier one wrote: what others send us, and stores. */
        BACKWARD_TRANSITIVE
    }

    record Contract(Schema schema, Evolution evolution) {}

    static Contracts current() {
        Map<String, Contract> found = new TreeMap<>();
        for (Topic<?> topic : Topics.all()) {
            Evolution evolution = topic.writer().external() ? Evolution.BACKWARD_TRANSITIVE : Evolution.FULL_TRANSITIVE;
            found.put(topic.name(), new Contract(topic.schema(), evolution));
        }
        for (Schema schema : Stores.PROTOCOL.getTypes()) {
            if (schema.getType() == Schema.Type.RECORD && schema.getName().startsWith("Stored")) {
                found.put("store." + schema.getName(), new Contract(schema, Evolution.BACKWARD_TRANSITIVE));
            }
        }
        return new Contracts(found);
    }
}
