package io.cohortsync.api;

import java.io.Serial;
import org.springframework.security.core.AuthenticationException;

/** Whether a token is good cannot be told now: the OpenID Connect provider does not say by which keys. */
final class ProviderAwayException extends AuthenticationException {

    @Serial
    private static final long serialVersionUID = 1L;

    ProviderAwayException() {
        super("the OpenID Connect provider does not answer now, so that its tokens cannot be checked; try again");
    }
}
