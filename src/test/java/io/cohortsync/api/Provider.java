package io.cohortsync.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An OpenID Connect provider on loopback: its discovery document, its keys, and the tokens that it gives. */
final class Provider implements AutoCloseable {

    static final String AUDIENCE = "cohort-sync";

    private final RSAKey key = key("key-1");
    private final AtomicInteger calls = new AtomicInteger();
    private final int port;
    private HttpServer server;

    private Provider(int port) {
        this.server = server(port);
        this.port = server.getAddress().getPort();
    }

    static Provider start() {
        return new Provider(0);
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/main";
    }

    /** How often it was asked for anything. */
    int calls() {
        return calls.get();
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        server = server(port);
    }

    /** A good token of somebody with these roles. */
    String token(String name, String... roles) {
        return token(claims -> claims.subject(name).claim("roles", roles));
    }

    /** A token that is good but for what is changed in it. */
    String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(key, JOSEObjectType.JWT, change);
    }

    String token(JOSEObjectType type) {
        return signed(key, type, claims -> claims.claim("roles", "reader"));
    }

    /** Signed by a key that only calls itself the provider's. */
    String forged() {
        return forged("key-1");
    }

    /** Signed by a key that is not the provider's. */
    String forged(String keyId) {
        return signed(key(keyId), JOSEObjectType.JWT, claims -> claims.claim("roles", "approver"));
    }

    private String signed(RSAKey by, JOSEObjectType type, UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder good = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject("ann")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(by.getKeyID())
                .type(type)
                .build();
        SignedJWT token = new SignedJWT(header, change.apply(good).build());
        try {
            token.sign(new RSASSASigner(by));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer server(int at) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            answer(started, "/realms/main/.well-known/openid-configuration", () -> """
                    {"issuer": "%s", "jwks_uri": "%s/keys", "subject_types_supported": ["public"]}
                    """.formatted(issuer(), issuer()));
            answer(started, "/realms/main/keys", () -> new JWKSet(key.toPublicJWK()).toString());
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Text {
        String get();
    }

    private void answer(HttpServer started, String path, Text text) {
        started.createContext(path, call -> {
            calls.incrementAndGet();
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
