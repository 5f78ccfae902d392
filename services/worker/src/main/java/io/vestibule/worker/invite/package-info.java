/**
 * Invites to users of other servers, and their retraction: what is sent is prepared once and never changes afterwards; each order
 * to send is one try. Called by order handling; knows nothing of when an invite is tried again, which the topology decides.
 */
@NullMarked
package io.vestibule.worker.invite;

import org.jspecify.annotations.NullMarked;
