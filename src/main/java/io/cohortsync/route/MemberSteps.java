package io.cohortsync.route;

import io.cohortsync.amplitude.ExportRequest;
import io.cohortsync.amplitude.Spool;
import io.cohortsync.config.Sync;
import io.cohortsync.member.AddressPolicy;
import io.cohortsync.member.CheckedPage;
import io.cohortsync.member.ExportReader;
import io.cohortsync.member.Member;
import io.cohortsync.member.MemberPage;
import io.cohortsync.member.ReadAhead;
import io.cohortsync.member.Rejection;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/** Bean {@code members}: pages of an export, and which of their rows are members. */
@Component("members")
public class MemberSteps {

    private final ActiveRuns active;
    private final Spool spool;
    private final ExecutorService readerThreads;

    MemberSteps(ActiveRuns active, Spool spool, ExecutorService readerThreads) {
        this.active = active;
        this.spool = spool;
        this.readerThreads = readerThreads;
    }

    /** Reads the run's file page by page, on a thread of its own; the splitter closes it. */
    public Iterator<MemberPage> pages(String runId) {
        ActiveRun run = active.get(runId);
        Sync sync = run.sync();
        List<String> properties = ExportRequest.properties(sync).stream()
                .filter(key -> !key.equals(sync.identity()))
                .toList();
        ExportReader pages = ExportReader.open(spool.file(runId), sync.identity(), properties, MemberPage.DEFAULT_SIZE);
        return new ReadAhead<>(pages, readerThreads);
    }

    /** Keeps the members with a valid address and rejects the others with a reason. */
    public CheckedPage check(String runId, MemberPage page) {
        Sync sync = active.get(runId).sync();
        CheckedPage checked = new AddressPolicy(sync.addressCase()).check(page);
        return sync.tags().isEmpty() ? checked : new CheckedPage(tagged(sync, checked.members()), checked.rejections());
    }

    private static List<Member> tagged(Sync sync, List<Member> members) {
        return members.stream()
                .map(member -> new Member(member.row(), member.address(), tags(sync, member.properties())))
                .toList();
    }

    /** A property without a value is not sent: Pushwoosh's bulk call does not say how to remove one. */
    private static Map<String, String> tags(Sync sync, Map<String, String> properties) {
        Map<String, String> tags = new TreeMap<>();
        sync.tags().forEach((property, tag) -> {
            String value = properties.getOrDefault(property, "");
            if (!value.isBlank()) {
                tags.put(tag, value);
            }
        });
        return tags;
    }

    /** Keeps rejected rows, masked, for people to look at; they are written down when the plan is made. */
    public void reject(String runId, List<Rejection> rejections) {
        active.get(runId).intake().keep(rejections);
    }
}
