package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A leave or ban that somebody claims, before it is verified. Immutable.
 *
 * @param sender the claimed sender
 * @param membership the claimed membership
 * @param pduJson the PDU as received
 * @param order the open Verify order, null while no invite matches
 * @param until when it is forgotten
 */
public record Claim(
        UserId sender,
        Membership membership,
        String pduJson,
        @Nullable OrderId order,
        Instant until) {}
