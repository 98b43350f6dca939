package io.cohortsync.member;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second look at what {@link AsciiAddress} did not accept: either an address with an internationalised domain, or
 * no address at all and why. Where several reasons fit, the first of empty, no '@' (syntax), no-domain, too-long,
 * syntax is given.
 */
final class AddressDiagnosis {

    private static final EmailValidator JMAIL = JMail.strictValidator()
            .disallowQuotedIdentifiers()
            .disallowExplicitSourceRouting()
            .disallowObsoleteWhitespace();

    private AddressDiagnosis() {}

    /** The reason, or null if the text is an address after all. */
    static @Nullable RejectionReason of(String text) {
        if (text.isBlank()) {
            return RejectionReason.EMPTY;
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return RejectionReason.SYNTAX;
        }
        String domain = text.substring(at + 1);
        if (isNoDomain(domain)) {
            return RejectionReason.NO_DOMAIN;
        }
        if (octets(text) > AsciiAddress.MAX_WHOLE || octets(text.substring(0, at)) > AsciiAddress.MAX_LOCAL) {
            return RejectionReason.TOO_LONG;
        }
        return ofDomain(text, text.substring(0, at + 1), domain);
    }

    private static @Nullable RejectionReason ofDomain(String text, String localAndAt, String domain) {
        String ascii;
        try {
            ascii = Arrays.stream(domain.split("\\.", -1))
                    .map(AddressDiagnosis::aLabel)
                    .collect(Collectors.joining("."));
        } catch (IllegalArgumentException e) {
            return isTooLong(e) ? RejectionReason.TOO_LONG : RejectionReason.SYNTAX;
        }
        if (localAndAt.length() + ascii.length() > AsciiAddress.MAX_WHOLE || hasLongLabel(ascii)) {
            return RejectionReason.TOO_LONG;
        }
        boolean valid = AsciiAddress.isValid(localAndAt + ascii) && isValidToJMail(text);
        return valid ? null : RejectionReason.SYNTAX;
    }

    /** JMail 2.1.0 throws on some text that is no address; one row must not end a run. */
    private static boolean isValidToJMail(String text) {
        try {
            return JMAIL.isValid(text);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean isNoDomain(String domain) {
        return domain.indexOf('.') < 0
                || domain.startsWith("[") && domain.endsWith("]")
                || AsciiAddress.isDigits(domain, domain.lastIndexOf('.') + 1);
    }

    /** Label by label, because as a whole the JDK also takes three other characters for the dot. */
    private static String aLabel(String label) {
        if (isAscii(label)) {
            return label;
        }
        String ascii = IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
        if (!IDN.toUnicode(ascii).equals(folded(label))) {
            throw new IllegalArgumentException("not a U-label: it has characters that vanish or become others");
        }
        return ascii;
    }

    /** The changes that the JDK's conversion (IDNA 2003) may make to a U-label: case, sharp s, final sigma. */
    private static String folded(String label) {
        return label.toLowerCase(Locale.ROOT).replace("\u00df", "ss").replace('\u03c2', '\u03c3');
    }

    /** The JDK tells a label whose A-label is over 63 octets from a forbidden one by its message alone. */
    private static boolean isTooLong(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).contains("too long");
    }

    private static boolean hasLongLabel(String domain) {
        return Arrays.stream(domain.split("\\.")).anyMatch(label -> label.length() > AsciiAddress.MAX_LABEL);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
