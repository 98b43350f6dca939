package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.InvalidTopLevelDomainException;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** The hand-written scan for ASCII agrees with JMail and the rules that JMail lacks, in both directions. */
class AddressPolicyProperties {

    private static final EmailValidator JMAIL =
            JMail.strictValidator().disallowQuotedIdentifiers().disallowObsoleteWhitespace();
    private static final Pattern DOT_STRING =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private final AddressPolicy keep = new AddressPolicy(AddressCase.KEEP);
    private final AddressPolicy lower = new AddressPolicy(AddressCase.LOWER);

    @Property(tries = 50_000)
    void agrees_with_jmail_on_ascii_text(@ForAll("almostAddresses") String text) {
        boolean expected = accordingToJMail(text);
        Statistics.label("accepted").collect(expected).coverage(c -> {
            c.check(true).percentage(p -> p > 10);
            c.check(false).percentage(p -> p > 10);
        });
        assertThat(keep.reject(text) == null).as(text).isEqualTo(expected);
        assertThat(AsciiAddress.isValid(text)).as(text).isEqualTo(expected);
    }

    @Property(tries = 5_000)
    void agrees_with_jmail_on_lengths(
            @ForAll @IntRange(min = 0, max = 70) int local,
            @ForAll @IntRange(min = 0, max = 70) int label,
            @ForAll @IntRange(min = 0, max = 5) int labels,
            @ForAll @IntRange(min = 0, max = 70) int last) {
        String text = "a".repeat(local) + "@" + ("b".repeat(label) + ".").repeat(labels) + "c".repeat(last);
        assertThat(keep.reject(text) == null).as(text).isEqualTo(accordingToJMail(text));
    }

    @Property
    void gives_a_reason_or_none_for_any_text(@ForAll String text) {
        String normalised = lower.normalise(text);
        assertThat(lower.normalise(normalised)).isEqualTo(normalised);
        if (lower.reject(normalised) == null) {
            assertThat(normalised).matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
        }
    }

    @Property(tries = 5_000)
    void accepts_an_international_domain_only_if_its_a_labels_are_accepted(@ForAll("internationalHosts") String host) {
        boolean accepted = keep.reject("a@" + host) == null;
        Statistics.label("accepted")
                .collect(accepted)
                .coverage(c -> c.check(true).percentage(p -> p > 5));
        if (accepted) {
            assertThat(AsciiAddress.isValid("a@" + IDN.toASCII(host))).isTrue();
        }
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        Arbitrary<String> atom = Arbitraries.strings()
                .withChars("abzAZ09")
                .withChars("!#'+-=_{~")
                .ofMinLength(1)
                .ofMaxLength(4);
        Arbitrary<String> label =
                Arbitraries.strings().withChars("abzAZ019-").ofMinLength(1).ofMaxLength(4);
        Arbitrary<String> address = Combinators.combine(
                        atom.list().ofMinSize(1).ofMaxSize(3),
                        label.list().ofMinSize(1).ofMaxSize(4))
                .as((atoms, labels) -> String.join(".", atoms) + "@" + String.join(".", labels));
        Arbitrary<String> noise = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.just(""),
                Arbitraries.strings().ascii().ofLength(1),
                Arbitraries.strings().withChars(".@\"\\<>()[]-_: ,;").ofMaxLength(2));
        return Combinators.combine(address, noise, Arbitraries.integers().between(0, 30))
                .as((text, extra, at) -> new StringBuilder(text)
                        .insert(at % (text.length() + 1), extra)
                        .toString());
    }

    @Provide
    Arbitrary<String> internationalHosts() {
        Arbitrary<String> label = Arbitraries.strings()
                .withChars("ab1-\u00fc\u00df\u044f\u4f8b\u05d0\u0661\u00ad\u2024\u3002\uff45\u0308")
                .ofMinLength(1)
                .ofMaxLength(4);
        return label.list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels) + ".com");
    }

    /** JMail's verdict, then what it lets through: see AddressPolicyTest for one example of each. */
    private static boolean accordingToJMail(String text) {
        return parsed(text)
                .filter(email -> text.length() <= 254)
                .filter(email -> email.explicitSourceRoutes().isEmpty())
                .filter(email -> email.comments().isEmpty())
                .filter(email -> text.equals(email.localPart() + "@" + email.domain()))
                .filter(email -> DOT_STRING.matcher(email.localPart()).matches())
                .map(Email::domainParts)
                .filter(labels -> labels.size() >= 2)
                .isPresent();
    }

    /** JMail 2.1.0 throws on some text that is no address, as on {@code a@b"..c} and {@code "a@b.c- "}. */
    private static Optional<Email> parsed(String text) {
        try {
            return JMAIL.tryParse(text);
        } catch (StringIndexOutOfBoundsException | InvalidTopLevelDomainException e) {
            return Optional.empty();
        }
    }
}
