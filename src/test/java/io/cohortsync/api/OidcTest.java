package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.cohortsync.api.ApiFixture.Answer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With an OpenID Connect provider: its tokens open the API to whom they give a role, and access tokens still do. */
class OidcTest {

    private static Provider provider;
    private static ApiFixture api;

    @BeforeAll
    static void start() {
        provider = Provider.start();
        api = ApiFixture.start(all(sync("one", "cadence=0 0 0 1 1 ? 2099"), settings(), new String[] {
            "cohort-sync.access.tokens.dashboard.token=token-of-reader",
        }));
    }

    @AfterAll
    static void stop() {
        api.close();
        provider.close();
    }

    private static String[] settings() {
        return new String[] {
            "cohort-sync.oidc.issuer-uri=" + provider.issuer(), "cohort-sync.oidc.audience=" + Provider.AUDIENCE
        };
    }

    @ParameterizedTest
    @CsvSource({
        "reader, 200, 403, 403",
        "operator, 200, 200, 403",
        "approver, 200, 200, 404",
        "reader offline_access operator, 200, 200, 403",
        "offline_access, 403, 403, 403",
        "READER, 403, 403, 403",
        "reader-of-mails, 403, 403, 403"
    })
    void gives_whoever_has_a_role_what_it_may(String roles, int reads, int operates, int approves) {
        String token = provider.token("ann", roles.split(" "));

        assertStatus(api.get("/api/syncs", bearer(token)), reads);
        assertStatus(api.post("/api/syncs/one/pause", bearer(token)), operates);
        assertStatus(api.post("/api/runs/20200101T000000-aaaaaa/approve", bearer(token)), approves);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt"})
    void takes_access_tokens_of_both_types(String type) {
        assertStatus(api.get("/api/syncs", bearer(provider.token(new JOSEObjectType(type)))), 200);
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                bad("of another application", claims -> claims.audience("another-application")),
                bad("of no application", claims -> claims.audience((String) null)),
                bad("of another issuer", claims -> claims.issuer("https://login.example.com")),
                bad("that has expired", claims -> claims.expirationTime(seconds(-120))),
                bad("that never expires", claims -> claims.expirationTime(null)),
                bad("that holds later", claims -> claims.notBeforeTime(seconds(120))),
                bad("of nobody", claims -> claims.subject(null)),
                bad("of a name that is too long", claims -> claims.subject("a".repeat(256))),
                bad("of a name with control characters", claims -> claims.subject("a\u001b[2Jb")),
                Arguments.of("signed by another key of the same name", provider.forged()),
                Arguments.of("signed by another key", provider.forged("key-2")),
                Arguments.of("of another type", provider.token(new JOSEObjectType("logout+jwt"))),
                Arguments.of("without a signature", unsigned(provider.token("ann", "approver"))),
                Arguments.of("that is none", "token-of-nobody"));
    }

    private static Arguments bad(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, provider.token(claims -> change.apply(claims.claim("roles", "approver"))));
    }

    private static Date seconds(long fromNow) {
        return Date.from(Instant.now().plusSeconds(fromNow));
    }

    private static String unsigned(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refuses_a_token(String what, String token) {
        Answer answer = api.get("/api/syncs", bearer(token));

        assertProblem(answer, 401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.response().body()).doesNotContain(token);
    }

    @Test
    void access_tokens_still_open_the_door() {
        assertStatus(api.get("/api/syncs", bearer("token-of-reader")), 200);
        assertProblem(api.post("/api/syncs/one/pause", bearer("token-of-reader")), 403);
        assertProblem(api.get("/api/syncs"), 401);
    }

    static Stream<Arguments> namesInTheAudit() {
        String longest = "a".repeat(255);
        return Stream.of(
                Arguments.of("local", "oidc:local"),
                Arguments.of(longest, "oidc:" + longest),
                Arguments.of("anna@example.com", "oidc:a***@example.com"));
    }

    @ParameterizedTest
    @MethodSource("namesInTheAudit")
    void the_audit_names_who_called(String name, String shown) {
        assertStatus(api.post("/api/syncs/one/resume", bearer(provider.token(name, "operator"))), 200);

        assertThat(api.get("/api/audit?limit=1", bearer("token-of-reader"))
                        .json()
                        .get(0)
                        .path("who")
                        .asText())
                .isEqualTo(shown);
    }

    @Test
    void what_health_is_made_of_is_for_those_with_a_role() {
        Answer reader = api.get("/actuator/health", bearer(provider.token("ann", "reader")));
        Answer nobody = api.get("/actuator/health", bearer(provider.token("ann")));

        assertThat(reader.response().body()).contains("components");
        assertThat(nobody.status()).isEqualTo(200);
        assertThat(nobody.response().body()).doesNotContain("components");
    }

    @Test
    void the_console_is_open_by_bearer_token_to_those_with_a_role() {
        assertStatus(api.get("/actuator/jolokia/search/cohort-sync:*", bearer(provider.token("ann", "reader"))), 200);
        assertProblem(api.get("/actuator/jolokia/search/cohort-sync:*", bearer(provider.token("ann"))), 403);
        assertProblem(api.get("/actuator/jolokia/search/cohort-sync:*", bearer(provider.forged())), 401);
    }

    @Test
    void other_claims_hold_roles_and_name() {
        String[] claims = {"cohort-sync.oidc.roles-claim=https://example.com/groups", "cohort-sync.oidc.name-claim=nick"
        };
        try (ApiFixture other = ApiFixture.start(all(sync("one", "cadence=0 0 0 1 1 ? 2099"), settings(), claims))) {
            String token =
                    provider.token(set -> set.claim("https://example.com/groups", List.of("operator", 7, Map.of()))
                            .claim("nick", "annie")
                            .claim("roles", "approver"));
            assertStatus(other.post("/api/syncs/one/pause", bearer(token)), 200);
            assertThat(other.get("/api/audit", bearer(token))
                            .json()
                            .get(0)
                            .path("who")
                            .asText())
                    .isEqualTo("oidc:annie");
            assertProblem(other.get("/api/syncs", bearer(provider.token("ann", "reader"))), 401);
        }
    }

    /** To name an unknown key needs no right, and must neither flood the provider nor shut out whoever has a good token. */
    @Test
    void tokens_of_unknown_keys_do_not_flood_the_provider() {
        try (ApiFixture asked = ApiFixture.start(settings())) {
            String forged = provider.forged("key-3");
            int before = provider.calls();

            for (int i = 0; i < 3 * ProviderRequests.IN_A_PERIOD; i++) {
                assertThat(asked.get("/api/syncs", bearer(forged)).status()).isIn(401, 503);
            }

            assertThat(provider.calls() - before).isLessThan(2 * ProviderRequests.IN_A_PERIOD);
            assertStatus(asked.get("/api/syncs", bearer(provider.token("ann", "reader"))), 200);
        }
    }

    /** Nobody is let in for calling from this machine, and nobody waits for a provider that is not there. */
    @Test
    void without_its_provider_it_starts_lives_and_says_why_it_refuses() throws InterruptedException {
        try (Provider away = Provider.start()) {
            away.goAway();
            String[] settings = {
                "cohort-sync.oidc.issuer-uri=" + away.issuer(), "cohort-sync.oidc.audience=" + Provider.AUDIENCE
            };
            try (ApiFixture lonely = ApiFixture.start(settings)) {
                assertThat(away.calls()).isZero();
                assertProblem(lonely.get("/api/syncs"), 401);
                assertProblem(lonely.get("/actuator/jolokia/search/cohort-sync:*"), 401);

                Answer refused = lonely.get("/api/syncs", bearer(away.token("ann", "reader")));
                assertProblem(refused, 503);
                assertThat(refused.text("detail")).contains("provider does not answer");
                assertThat(refused.response().headers().firstValue("Retry-After"))
                        .hasValue("10");
                assertStatus(lonely.get("/actuator/health/liveness"), 200);

                away.comeBack();
                assertProblem(lonely.get("/api/syncs", bearer(away.token("ann", "reader"))), 503);
                assertThat(away.calls()).as("it is left alone for a while").isZero();
            }
        }
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static void assertStatus(Answer answer, int status) {
        assertThat(answer.status())
                .as(answer.response().body()
                        + Arrays.toString(new Object[] {answer.response().headers()}))
                .isEqualTo(status);
    }
}
