package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

class ProviderRequestsTest {

    private final AtomicInteger calls = new AtomicInteger();
    private final ClientHttpRequestExecution provider = (request, body) -> {
        calls.incrementAndGet();
        return new MockClientHttpResponse(new byte[0], HttpStatus.OK);
    };

    private void ask(ProviderRequests requests, String url) throws IOException {
        requests.intercept(new MockClientHttpRequest(HttpMethod.GET, URI.create(url)), new byte[0], provider)
                .close();
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.example.com/realms/main, https://keys.example.com/main",
        "https://login.example.com/realms/main, HTTPS://keys.example.com/main",
        "http://localhost:9000/realms/main, http://localhost:9000/keys"
    })
    void asks_an_address_that_is_as_safe_as_the_issuer(String issuer, String url) throws IOException {
        ask(new ProviderRequests(issuer), url);

        assertThat(calls).hasValue(1);
    }

    @Test
    void asks_no_address_without_tls_for_an_issuer_with_it() {
        ProviderRequests requests = new ProviderRequests("https://login.example.com/realms/main");

        assertThatIOException().isThrownBy(() -> ask(requests, "http://login.example.com/keys"));
        assertThat(calls).hasValue(0);
    }

    @Test
    void does_not_ask_more_often_than_it_may() throws IOException {
        ProviderRequests requests = new ProviderRequests("https://login.example.com/realms/main");
        for (int i = 0; i < ProviderRequests.IN_A_PERIOD; i++) {
            ask(requests, "https://login.example.com/keys");
        }

        assertThatIOException().isThrownBy(() -> ask(requests, "https://login.example.com/keys"));
        assertThat(calls).hasValue(ProviderRequests.IN_A_PERIOD);
    }
}
