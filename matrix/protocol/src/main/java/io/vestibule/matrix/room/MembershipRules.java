package io.vestibule.matrix.room;

/**
 * What members may do.
 *
 * @param knocking        whether users may knock
 * @param restrictedJoins whether another room's members may join ({@code restricted})
 * @param knockRestricted whether both may be combined ({@code knock_restricted})
 */
public record MembershipRules(boolean knocking, boolean restrictedJoins, boolean knockRestricted) {}
