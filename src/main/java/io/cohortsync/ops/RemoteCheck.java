package io.cohortsync.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.amplitude.AmplitudeReply;
import io.cohortsync.amplitude.CohortInfo;
import io.cohortsync.amplitude.QuotaForecast;
import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.PushwooshApp;
import io.cohortsync.config.Sync;
import io.cohortsync.pushwoosh.PushwooshReply;
import io.cohortsync.pushwoosh.TagDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Asks both services, without changing anything, whether the enabled syncs can work. */
@Component
class RemoteCheck {

    private final LiveConfiguration configuration;
    private final QuotaForecast forecast;
    private final RemoteReader reader;

    RemoteCheck(LiveConfiguration configuration, QuotaForecast forecast, RemoteReader reader) {
        this.configuration = configuration;
        this.forecast = forecast;
        this.reader = reader;
    }

    /** Everything there is to say, a project or app at a time. */
    List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        List<Sync> enabled =
                configuration.allSyncs().stream().filter(Sync::enabled).toList();
        if (enabled.isEmpty()) {
            findings.add(Finding.warn("syncs", "no sync is enabled, so no account was asked"));
        }
        new TreeSet<>(enabled.stream().map(Sync::project).toList())
                .forEach(project -> findings.addAll(project(project, of(enabled, project))));
        findings.addAll(tags(enabled));
        findings.addAll(quota());
        return findings;
    }

    private static List<Sync> of(List<Sync> syncs, String project) {
        return syncs.stream().filter(sync -> sync.project().equals(project)).toList();
    }

    // ---- Amplitude ----

    private List<Finding> project(String name, List<Sync> syncs) {
        String key = "amplitude.projects." + name;
        AmplitudeProject project = configuration.projectOf(syncs.get(0));
        try {
            RemoteReader.Answer answer = reader.cohorts(project);
            JsonNode list = AmplitudeReply.read(name, "the list of cohorts", answer.status(), answer.body());
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(
                    key,
                    "Amplitude accepts the keys and shows "
                            + list.path("cohorts").size() + " cohorts"));
            syncs.forEach(sync -> findings.add(cohort(sync, list)));
            return findings;
        } catch (RuntimeException e) {
            return List.of(Finding.fail(key, String.valueOf(e.getMessage())));
        }
    }

    private static Finding cohort(Sync sync, JsonNode list) {
        String key = "syncs." + sync.name() + ".cohort";
        Optional<CohortInfo> found = CohortInfo.find(list, sync.cohort());
        if (found.isEmpty()) {
            return Finding.warn(
                    key,
                    "Amplitude's list does not show " + sync.cohort()
                            + "; expected a published cohort. Publish it, or check the id; the run will ask for it all the same");
        }
        CohortInfo cohort = found.get();
        if (cohort.archived()) {
            return Finding.fail(
                    key, sync.cohort() + " is archived in Amplitude; expected one that is computed. Unarchive it");
        }
        return Finding.ok(
                key,
                "\"" + cohort.name() + "\" has "
                        + (cohort.size() == null ? "never been computed" : cohort.size() + " members"));
    }

    // ---- Pushwoosh ----

    /** Whether the tag of each sync exists and is a List. */
    List<Finding> tags(List<Sync> syncs) {
        List<Finding> findings = new ArrayList<>();
        for (String app : new TreeSet<>(syncs.stream().map(Sync::app).toList())) {
            findings.addAll(app(
                    app, syncs.stream().filter(sync -> sync.app().equals(app)).toList()));
        }
        return findings;
    }

    private List<Finding> app(String name, List<Sync> syncs) {
        String key = "pushwoosh.apps." + name;
        PushwooshApp app = configuration.appOf(syncs.get(0));
        RemoteReader.Answer answer;
        try {
            answer = reader.tags(app);
        } catch (RuntimeException e) {
            return List.of(Finding.fail(key, String.valueOf(e.getMessage())));
        }
        if (answer.status() == 403 || answer.body().contains("\"status_code\":403")) {
            return List.of(Finding.warn(
                    key,
                    "Pushwoosh does not let this token list tags (the plan forbids it, or the token is wrong), so the tags"
                            + " could not be looked up; expected the List tags "
                            + String.join(
                                    ", ",
                                    new TreeSet<>(syncs.stream().map(Sync::tag).toList())) + " to exist"));
        }
        try {
            JsonNode tags = PushwooshReply.read(name, answer.status(), answer.body());
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(key, "Pushwoosh accepts the token"));
            syncs.forEach(sync -> findings.add(tag(sync, tags)));
            return findings;
        } catch (RuntimeException e) {
            return List.of(Finding.fail(key, String.valueOf(e.getMessage())));
        }
    }

    private static Finding tag(Sync sync, JsonNode tags) {
        String key = "syncs." + sync.name() + ".tag";
        Optional<TagDefinition> tag = TagDefinition.find(tags, sync.tag());
        if (tag.isEmpty()) {
            return Finding.fail(
                    key,
                    "Pushwoosh has no tag " + sync.tag()
                            + "; expected a tag of type List. Create it in Pushwoosh under Audience, Tags, before the first run");
        }
        return tag.get().isList()
                ? Finding.ok(key, sync.tag() + " is a List")
                : Finding.fail(
                        key,
                        "the tag " + sync.tag() + " is of type " + tag.get().type()
                                + "; expected 3, a List. Create another tag of type List and name it here");
    }

    // ---- quota ----

    /** What the cadences will make of each project's month. */
    List<Finding> quota() {
        return configuration.now().amplitude().projects().keySet().stream()
                .map(forecast::of)
                .map(project -> project.exceeds()
                        ? Finding.warn("amplitude.projects." + project.project(), project.words())
                        : Finding.ok("amplitude.projects." + project.project(), project.words()))
                .toList();
    }
}
