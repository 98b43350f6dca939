package io.cohortsync.ops;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** {@code --check}: reads from both services and changes nothing; one line per finding. */
@Component
public class CheckCommand implements Command {

    private final RemoteCheck remotes;

    CheckCommand(RemoteCheck remotes) {
        this.remotes = remotes;
    }

    @Override
    public Answer run() {
        List<Finding> findings = remotes.check();
        boolean bad = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL);
        return new Answer(bad ? 1 : 0, findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
