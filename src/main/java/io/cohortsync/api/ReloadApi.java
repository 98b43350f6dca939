package io.cohortsync.api;

import io.cohortsync.config.ConfigurationChange;
import io.cohortsync.config.InvalidConfigurationException;
import io.cohortsync.ops.Reload;
import io.cohortsync.ops.SyncBusyException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** {@code POST /api/reload}: the configuration as it stands in the files now. A mistake leaves the old one. */
@RestController
class ReloadApi {

    private final Reload reload;
    private final Audit audit;

    ReloadApi(Reload reload, Audit audit) {
        this.reload = reload;
        this.audit = audit;
    }

    @PostMapping("/api/reload")
    ConfigurationChange reload() {
        return audit.act(AuditAction.RELOAD, null, this::read, change -> AuditEnd.DONE);
    }

    private ConfigurationChange read() {
        try {
            return reload.reload();
        } catch (InvalidConfigurationException e) {
            throw Refusals.mistakes(e.mistakes());
        } catch (MarkedYAMLException e) {
            throw Refusals.mistakes(InvalidConfigurationException.ofYaml(e).mistakes());
        } catch (SyncBusyException e) {
            throw Refusals.conflict(e.getMessage());
        }
    }
}
