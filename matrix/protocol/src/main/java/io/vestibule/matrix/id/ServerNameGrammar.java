package io.vestibule.matrix.id;

/** The grammar of server names, scanned by hand because every invite carries several. */
final class ServerNameGrammar {

    private ServerNameGrammar() {}

    static boolean matches(String name) {
        return matches(name, 0);
    }

    /** Whether the text from a position on is a server name; makes no substring. */
    static boolean matches(String text, int from) {
        int colon = portColon(text, from);
        if (colon >= 0 && !isPort(text, colon + 1)) {
            return false;
        }
        int to = colon < 0 ? text.length() : colon;
        return text.startsWith("[", from) ? isIpv6Literal(text, from, to) : isDnsNameOrIpv4(text, from, to);
    }

    /** Where the colon before the port stands, or -1; colons inside brackets belong to an IPv6 literal. */
    static int portColon(String name) {
        return portColon(name, 0);
    }

    private static int portColon(String text, int from) {
        return text.indexOf(':', text.startsWith("[", from) ? Math.max(from, text.indexOf(']', from)) : from);
    }

    static boolean isIpLiteral(String host) {
        return host.startsWith("[") || isIpv4(host);
    }

    private static boolean isPort(String name, int from) {
        int length = name.length() - from;
        if (length < 1 || length > 5) {
            return false;
        }
        int port = 0;
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port <= 65_535;
    }

    private static boolean isDnsNameOrIpv4(String text, int from, int to) {
        if (from == to || to - from > ServerName.MAX_HOST_LENGTH) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(isDigit(c) || isLetter(c) || c == '-' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    /** Two to 45 of hexadecimal digits, colons and dots in brackets, as the specification's grammar has it. */
    private static boolean isIpv6Literal(String text, int from, int to) {
        int inner = to - from - 2;
        if (text.charAt(to - 1) != ']' || inner < 2 || inner > 45) {
            return false;
        }
        for (int i = from + 1; i <= from + inner; i++) {
            char c = text.charAt(i);
            if (!(isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4(String host) {
        int parts = 1;
        int digits = 0;
        int number = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (digits == 0) {
                    return false;
                }
                parts++;
                digits = 0;
                number = 0;
            } else if (isDigit(c)) {
                digits++;
                number = number * 10 + (c - '0');
                if (digits > 3 || number > 255) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return parts == 4 && digits > 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
