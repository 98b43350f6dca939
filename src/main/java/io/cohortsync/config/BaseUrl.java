package io.cohortsync.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The address of a remote API: scheme, host, maybe a port and a path, and nothing else. */
final class BaseUrl {
    private BaseUrl() {}

    static String of(@Nullable String configured, String otherwise) {
        String url = configured == null || configured.isBlank() ? otherwise : configured.strip();
        return url.replaceAll("/+$", "");
    }

    static boolean isValid(String text) {
        try {
            return isValid(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The text without what may be a password in it. */
    static String masked(String text) {
        return text.replaceAll("^((?:https?:)?/*).*@", "$1***@").replaceAll("\\?.*", "?***");
    }

    private static boolean isValid(URI uri) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        return http && bare && uri.getHost() != null && uri.getPort() <= 65535;
    }
}
