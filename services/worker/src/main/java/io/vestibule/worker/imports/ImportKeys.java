package io.vestibule.worker.imports;

import io.vestibule.matrix.event.EventKeys;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Set;

/** The keys of a room's signers, some of which may not be had. */
interface ImportKeys extends EventKeys {

    /** @return whether unknown keys of a server are keys that could not be had, rather than keys that are not valid */
    boolean isMissing(ServerName server, Set<KeyId> ids);
}
