package io.cohortsync.config;

import java.util.regex.Pattern;

/** Checks the OpenID Connect provider. */
final class OidcCheck {
    private static final String ISSUER =
            "the provider's issuer such as https://login.example.com/realms/main, with http on this machine alone";
    private static final String AUDIENCE = "the aud of the tokens that are made for this server, such as cohort-sync";
    private static final String CLAIM = "the name of a claim at the top of a token";
    private static final String RESOLVED = "(?!.*\\$\\{).+";

    /** Whoever could alter the provider's keys on their way could make tokens. */
    private static final Pattern SAFE =
            Pattern.compile("(?i)https://.+|http://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?:[:/].*)?");

    private OidcCheck() {}

    static void run(Section section, CohortSyncProperties.Oidc oidc) {
        if (oidc.issuerUri() != null) {
            issuer(section, oidc.issuerUri());
            section.pattern("audience", oidc.audience(), RESOLVED, AUDIENCE);
        } else if (oidc.audience() != null) {
            section.wrong("issuer-uri", ISSUER);
        }
        section.pattern("roles-claim", oidc.rolesClaim(), RESOLVED, CLAIM);
        section.pattern("name-claim", oidc.nameClaim(), RESOLVED, CLAIM);
    }

    private static void issuer(Section section, String issuer) {
        if (!BaseUrl.isValid(issuer) || !SAFE.matcher(issuer).matches()) {
            section.mistakes().add(section.key("issuer-uri"), BaseUrl.masked(issuer), ISSUER);
        }
    }
}
