package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.mock.env.MockEnvironment;

class ListenCheckTest {
    private static final String TOKEN = "cohort-sync.access.tokens.dash.token: a-token\n";
    private static final String PROVIDER =
            "cohort-sync.oidc: {issuer-uri: \"https://login.example.com\", audience: cohort-sync}\n";

    private final ConfigurableWebServerFactory server = mock();

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "::"})
    void without_tokens_the_network_is_refused(String address) {
        assertThat(Yaml.mistakesOf("server.address: \"" + address + "\""))
                .containsExactly("server.address: found " + address + "; expected 127.0.0.1, because"
                        + " cohort-sync.access.tokens is empty and there is no cohort-sync.oidc: configure one of them to be"
                        + " reached from other machines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.address: 127.0.0.1", "server.address: localhost", "server.address: \"::1\"", ""})
    void without_tokens_loopback_is_fine(String text) {
        assertThat(Yaml.load(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, PROVIDER})
    void with_a_login_the_network_is_fine(String login) {
        assertThat(Yaml.load(login + "server.address: 0.0.0.0")).isNotNull();
    }

    @Test
    void without_tokens_and_address_the_server_listens_on_loopback() {
        new LoopbackWithoutLogin(Yaml.load(""), new MockEnvironment()).customize(server);

        verify(server).setAddress(InetAddress.getLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, PROVIDER})
    void with_a_login_the_address_is_left_alone(String login) {
        new LoopbackWithoutLogin(Yaml.load(login), new MockEnvironment()).customize(server);

        verifyNoInteractions(server);
    }
}
