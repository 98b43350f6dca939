package io.cohortsync.config;

/** Where an Amplitude project lives; a project answers in its own region only. */
public enum Region {
    US("https://amplitude.com"),
    EU("https://analytics.eu.amplitude.com");

    private final String url;

    Region(String url) {
        this.url = url;
    }

    /** The address of the region, without a slash at its end. */
    public String url() {
        return url;
    }
}
