package io.cohortsync.ops;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus reads of the running application: each series, such as {@code name{a="b"}}, with its value. */
record Scrape(Map<String, Double> series) {

    private static final Pattern LINE = Pattern.compile("([a-z0-9_]+(?:\\{[^}]*})?) (\\S+)");

    static Scrape of(URI application) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(application.resolve("/actuator/prometheus"))
                .build();
        String text = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Map<String, Double> series = new TreeMap<>();
        text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> series.put(line.group(1), Double.valueOf(line.group(2))));
        return new Scrape(series);
    }

    /** The value of a series, written as Prometheus does: labels in the order of the alphabet. */
    Double get(String name) {
        return series.get(name);
    }
}
