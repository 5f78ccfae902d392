package io.vestibule.matrix.federation.address;

import java.util.List;

/**
 * What a deployment adds to the default block list. Immutable.
 *
 * @param allowed holes in the default block list
 * @param blocked further ranges that are not connected to, which no hole opens
 * @param translators prefixes under which our own network translates IPv6 to IPv4 (RFC 6052 §2.2), beside the well-known one; an
 *     address under one is judged by the IPv4 address inside
 */
public record AddressRules(List<CidrBlock> allowed, List<CidrBlock> blocked, List<CidrBlock> translators) {

    /** The default block list as it is. */
    public static final AddressRules DEFAULT = new AddressRules(List.of(), List.of(), List.of());

    public AddressRules {
        allowed = List.copyOf(allowed);
        blocked = List.copyOf(blocked);
        translators = List.copyOf(translators);
        translators.forEach(EmbeddedAddresses::requireTranslator);
    }

    /**
     * @return rules from ranges in CIDR notation
     * @throws IllegalArgumentException if a text is none; the message quotes it
     */
    public static AddressRules parse(List<String> allowed, List<String> blocked, List<String> translators) {
        return new AddressRules(ranges(allowed), ranges(blocked), ranges(translators));
    }

    /**
     * @return a prefix under which a network translates IPv6 to IPv4, in CIDR notation
     * @throws IllegalArgumentException if the text is none; the message quotes it
     */
    public static CidrBlock parseTranslator(String text) {
        CidrBlock prefix = CidrBlock.parse(text);
        EmbeddedAddresses.requireTranslator(prefix);
        return prefix;
    }

    private static List<CidrBlock> ranges(List<String> texts) {
        return texts.stream().map(CidrBlock::parse).toList();
    }

    /** @return the default block list with these holes */
    public static AddressRules allowing(List<CidrBlock> holes) {
        return new AddressRules(holes, List.of(), List.of());
    }
}
