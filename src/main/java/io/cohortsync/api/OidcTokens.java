package io.cohortsync.api;

import io.cohortsync.config.CohortSyncProperties.Oidc;
import io.cohortsync.member.MaskedAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.client.RestTemplate;

/** What a token of the OpenID Connect provider must be, and whom it stands for. The work is Spring Security's. */
final class OidcTokens {

    /** Before a caller's name in the audit, where it could otherwise be taken for an access token's, or for {@code local}. */
    static final String PREFIX = "oidc:";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** As OpenID Connect limits a {@code sub}. */
    private static final int LONGEST_NAME = 255;

    /** Nothing that could disturb a terminal or forge a line. */
    private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]+");

    private OidcTokens() {}

    static JwtDecoder decoder(Oidc oidc, Clock clock) {
        return new PatientDecoder(() -> connected(oidc), clock);
    }

    private static JwtDecoder connected(Oidc oidc) {
        String issuer = Objects.requireNonNull(oidc.issuerUri());
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer)
                .restOperations(requests(issuer))
                .validateType(false)
                .build();
        decoder.setJwtValidator(validator(oidc));
        return decoder;
    }

    private static RestTemplate requests(String issuer) {
        SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
        factory.setConnectTimeout(PATIENCE);
        factory.setReadTimeout(PATIENCE);
        RestTemplate requests = new RestTemplate(factory);
        requests.setInterceptors(List.of(new ProviderRequests(issuer)));
        return requests;
    }

    /** A token without an end, which the validator of times lets pass, would hold for ever. */
    private static OAuth2TokenValidator<Jwt> validator(Oidc oidc) {
        JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        types.setAllowEmpty(true);
        return new DelegatingOAuth2TokenValidator<>(
                types,
                new JwtTimestampValidator(),
                new JwtClaimValidator<>("exp", Objects::nonNull),
                new JwtIssuerValidator(oidc.issuerUri()),
                new JwtAudienceValidator(oidc.audience()),
                new JwtClaimValidator<>(oidc.nameClaim(), OidcTokens::isName));
    }

    private static boolean isName(Object claim) {
        return claim instanceof String name
                && name.length() <= LONGEST_NAME
                && NAME.matcher(name).matches();
    }

    static Converter<Jwt, AbstractAuthenticationToken> holder(Oidc oidc) {
        return token -> new JwtAuthenticationToken(
                token,
                rights(token.getClaimAsStringList(oidc.rolesClaim())),
                PREFIX + shown(token.getClaimAsString(oidc.nameClaim())));
    }

    /** The audit is shown, and no answer shows a whole address. */
    private static String shown(String name) {
        return name.indexOf('@') < 0 ? name : MaskedAddress.mask(name);
    }

    /** Of several roles the highest counts; words that are no role of ours belong to other applications. */
    private static List<GrantedAuthority> rights(@Nullable List<String> words) {
        return Stream.ofNullable(words)
                .flatMap(List::stream)
                .map(Rights::role)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(Rights::of)
                .orElse(List.of());
    }
}
