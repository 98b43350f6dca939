package io.cohortsync.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything below {@code cohort-sync} in {@code application.yaml}.
 *
 * @param dataDir spool files and the embedded database; default {@code data}
 * @param amplitude where cohorts come from
 * @param pushwoosh where tags go to
 * @param access who may call the HTTP API
 * @param oidc whose tokens are taken besides
 * @param syncs by name, in the order of the file
 * @param hooks what the routes are told about
 * @param retry how often and how soon a remote is asked again that could not answer
 * @param circuitBreaker when a remote that keeps failing is left alone
 * @param alerts who is told when the state of a sync changes
 * @param deliverAttempts attempts before a change is parked; default 3
 * @param retryParked runs after which a parked member is no longer tried again by itself; default 5
 */
public record CohortSyncProperties(
        @DefaultValue("data") Folder dataDir,
        @DefaultValue Amplitude amplitude,
        @DefaultValue Pushwoosh pushwoosh,
        @DefaultValue Access access,
        @DefaultValue Oidc oidc,
        @DefaultValue Map<String, SyncProperties> syncs,
        @DefaultValue Hooks hooks,
        @DefaultValue Retry retry,
        @DefaultValue Breaker circuitBreaker,
        @DefaultValue Alerts alerts,
        @DefaultValue("3") int deliverAttempts,
        @DefaultValue("5") int retryParked) {
    static final String PREFIX = "cohort-sync";

    /** @param projects Amplitude projects by name */
    public record Amplitude(@DefaultValue Map<String, AmplitudeProject> projects) {}

    /** @param apps Pushwoosh applications by name */
    public record Pushwoosh(@DefaultValue Map<String, PushwooshApp> apps) {}

    /** @param tokens access tokens by name; none = loopback only, without login */
    public record Access(@DefaultValue Map<String, AccessToken> tokens) {}

    /**
     * The OpenID Connect provider whose tokens (JWT) are taken beside the access tokens.
     *
     * @param issuerUri where the provider is, and the {@code iss} of its tokens; null = no provider
     * @param audience the {@code aud} that its tokens must have to open this server; required beside an issuer
     * @param rolesClaim the claim with the roles; default {@code roles}
     * @param nameClaim the claim with the name that the audit keeps; default {@code sub}
     */
    public record Oidc(
            @Nullable String issuerUri,
            @Nullable String audience,
            @DefaultValue("roles") String rolesClaim,
            @DefaultValue("sub") String nameClaim) {
        public boolean isOn() {
            return issuerUri != null;
        }
    }

    /** @param eachMember whether the member hook is called for every single member; default false */
    public record Hooks(@DefaultValue("false") boolean eachMember) {}

    /**
     * How the routes ask again (routes/error-handling.camel.yaml).
     *
     * @param tries how often a batch is posted again to Pushwoosh before the delivery stops; default 5
     * @param delayMillis the first wait, doubled at each try; default 1000
     * @param maxDelayMillis what the wait grows to; default 30000
     * @param exportRequests how many export requests of one run may stay without an answer, as each may count; default 5
     */
    public record Retry(
            @DefaultValue("5") int tries,
            @DefaultValue("1000") int delayMillis,
            @DefaultValue("30000") int maxDelayMillis,
            @DefaultValue("5") int exportRequests) {}

    /**
     * When a project or app that keeps failing is left alone: connections that break, time-outs and 5xx count, 429 does not.
     *
     * @param calls how many of the newest calls are looked at; default 10
     * @param failureRatio of them, from which on it is left alone; default 0.5
     * @param pause for how long; then one call is tried; default 30 s
     */
    public record Breaker(
            @DefaultValue("10") int calls,
            @DefaultValue("0.5") double failureRatio,
            @DefaultValue("30s") Duration pause) {}

    /**
     * Who is told when the state of a sync changes (routes/hooks.camel.yaml). The URLs are secrets: whoever knows them may post.
     *
     * @param webhookUrl gets {@code {"text":"…"}}, as Slack wants it; none by default
     * @param mailTo addresses separated by commas; null = nobody
     * @param mailFrom the sender; default {@code cohort-sync@localhost}
     * @param mailServer {@code host:port?options}, the options of Camel's smtp; default {@code localhost:25}
     * @param heartbeatUrl called after each complete run, with {@code {sync}} replaced by its name; none by default
     */
    public record Alerts(
            Secret webhookUrl,
            @Nullable String mailTo,
            @DefaultValue("cohort-sync@localhost") String mailFrom,
            @DefaultValue("localhost:25") Secret mailServer,
            Secret heartbeatUrl) {
        public Alerts {
            webhookUrl = Secret.orNone(webhookUrl);
            mailServer = Secret.orNone(mailServer);
            heartbeatUrl = Secret.orNone(heartbeatUrl);
        }
    }

    /** Whether nobody is asked who they are: then only this machine may call. */
    public boolean isWithoutLogin() {
        return isWithoutTokens() && !oidc.isOn();
    }

    boolean isWithoutTokens() {
        return access.tokens().isEmpty();
    }

    /** All syncs with their defaults filled in, the disabled ones included. */
    public List<Sync> allSyncs() {
        return syncs.entrySet().stream()
                .map(entry -> Sync.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The sync of that name, disabled or not. */
    public Optional<Sync> sync(String name) {
        return Optional.ofNullable(syncs.get(name)).map(found -> Sync.of(name, found));
    }

    /** The Amplitude project a sync reads from. */
    public AmplitudeProject projectOf(Sync sync) {
        return known(amplitude.projects.get(sync.project()), sync.project());
    }

    /** The Pushwoosh application a sync writes to. */
    public PushwooshApp appOf(Sync sync) {
        return known(pushwoosh.apps.get(sync.app()), sync.app());
    }

    private static <T> T known(@Nullable T found, String name) {
        if (found == null) {
            throw new IllegalArgumentException("nothing is configured under the name " + name);
        }
        return found;
    }
}
