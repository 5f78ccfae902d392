package io.vestibule.model;

import org.jspecify.annotations.Nullable;

/**
 * What a commanding user wants in the member event. Immutable.
 *
 * @param displayname the display name, null for none
 * @param avatarUrl the avatar, null for none
 * @param reason the reason, null for none
 * @param extraContentJson further content, a JSON object; empty for none
 * @param omitMembers ask for a partial-state join
 */
public record Wish(
        @Nullable String displayname,
        @Nullable String avatarUrl,
        @Nullable String reason,
        String extraContentJson,
        boolean omitMembers) {

    /** Nothing in particular. */
    public static final Wish NONE = new Wish(null, null, null, "", false);

    /** @return the wish of a reject */
    public static Wish reason(@Nullable String reason) {
        return new Wish(null, null, reason, "", false);
    }
}
