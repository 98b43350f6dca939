package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What steers Camel does not come in by HTTP. */
class CamelHeadersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"CamelHttpUri", "camelhttpuri", "CAMELFileName", "org.apache.camel.x", "Org.Apache.Camel.X"})
    void hides_what_steers_camel(String header) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
        request.addHeader(header, "7");
        request.addHeader("X-Request-Id", "kept");
        MockFilterChain chain = new MockFilterChain();

        new CamelHeaders().doFilter(request, new MockHttpServletResponse(), chain);

        HttpServletRequest seen = (HttpServletRequest) chain.getRequest();
        assertThat(Collections.list(seen.getHeaderNames())).containsExactly("X-Request-Id");
        assertThat(seen.getHeader("X-Request-Id")).isEqualTo("kept");
        assertThat(seen.getHeader(header)).isNull();
        assertThat(Collections.list(seen.getHeaders(header))).isEmpty();
        assertThat(seen.getIntHeader(header)).isEqualTo(-1);
        assertThat(seen.getDateHeader(header)).isEqualTo(-1);
    }

    @Test
    void a_run_asked_for_with_such_headers_goes_where_every_run_goes() {
        try (ApiFixture api = ApiFixture.start(ApiFixture.sync("one"))) {
            api.cohort("one", "ann");

            JsonNode run = api.ended(api.post(
                            "/api/syncs/one/runs",
                            "CamelHttpUri",
                            "http://127.0.0.1:1/elsewhere",
                            "CamelHttpPath",
                            "/elsewhere",
                            "CamelHttpQuery",
                            "elsewhere=1",
                            "CamelHttpMethod",
                            "DELETE",
                            "org.apache.camel.elsewhere",
                            "1")
                    .text("run"));

            assertThat(run.path("status").asText()).isEqualTo("succeeded");
            assertThat(Stream.concat(api.amplitude().requests().stream(), api.pushwoosh().requests().stream()))
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.path() + call.query() + call.headers())
                            .doesNotContainIgnoringCase("elsewhere", "camel"));
        }
    }
}
