/**
 * Vestibule for services that feed it: commands out, outcomes in, a user's invites as they change.
 *
 * <p>{@link io.vestibule.client.CommandClient} sends a command and answers with a future of its one outcome; {@link
 * io.vestibule.client.InviteFollower} hands over every change of the invites of chosen users; {@link
 * io.vestibule.client.TopicReader} and {@link io.vestibule.client.TopicFollower} read any topic of the catalogue. The command
 * line of Vestibule is written with nothing else.
 *
 * <p>Knows Matrix identifiers, the topic catalogue and its serdes; no configuration file, no HTTP. The public classes are
 * kept backward compatible from the first release on, the records they carry follow the schemas' own rules.
 */
@NullMarked
package io.vestibule.client;

import org.jspecify.annotations.NullMarked;
