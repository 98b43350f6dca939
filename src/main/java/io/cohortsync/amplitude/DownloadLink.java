package io.cohortsync.amplitude;

import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.fault.RunFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The pre-signed link that {@code /file} redirects to (facts/amplitude §1.7): good for a minute, a secret for as long, and
 * followed once, by us, without our keys. It never stands in a message.
 */
public final class DownloadLink {

    private DownloadLink() {}

    /**
     * Checks a link.
     *
     * @param api the project's URL: a link may be as unprotected as that, and no more
     * @throws RunFailedException if the link leads where no file of Amplitude's can be
     */
    public static String check(String api, @Nullable String location) {
        URI link = parse(location);
        boolean https = "https".equalsIgnoreCase(link.getScheme());
        boolean http = "http".equalsIgnoreCase(link.getScheme()) && api.startsWith("http:");
        if ((!https && !http) || link.getHost() == null || link.getRawUserInfo() != null) {
            throw new RunFailedException("Amplitude redirected the download to a place that is refused (scheme "
                    + link.getScheme() + "); expected https and a host. Nothing was changed; the next run asks again");
        }
        return link.toString();
    }

    private static URI parse(@Nullable String location) {
        try {
            return new URI(location == null ? "" : location.strip());
        } catch (URISyntaxException e) {
            throw new RetryLaterException("Amplitude redirected the download to something that is no URL");
        }
    }

    /**
     * Goes on only with a file.
     *
     * @throws RetryLaterException for an expired link too: {@code /file} is asked again, never a new export
     */
    public static void requireFile(String project, int status) {
        if (status == 200) {
            return;
        }
        if (status == 410) {
            throw new RunFailedException(
                    "Amplitude no longer has the export (410; it keeps one for seven days). Nothing was changed; the next run asks for a new one");
        }
        if (status == 401) {
            throw new AccessRefusedException(
                    "Amplitude refused the keys of project " + project + " (401) at the download");
        }
        throw new RetryLaterException("the download was answered with " + status);
    }
}
