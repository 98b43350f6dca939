package io.cohortsync.route;

import io.cohortsync.ledger.ParkedChange;
import io.cohortsync.member.MaskedAddress;
import io.cohortsync.run.ActiveRun;

/**
 * A dead letter as the hook {@code change-parked} sees it.
 *
 * @param kind {@code join}, {@code leave} or {@code change}
 * @param address masked
 * @param reason the code and what Pushwoosh said
 */
public record ParkedNotice(String sync, String run, String kind, String address, String reason) {

    static ParkedNotice of(ActiveRun run, ParkedChange parked) {
        return new ParkedNotice(
                run.sync().name(),
                run.id(),
                parked.change().kind().word(),
                MaskedAddress.mask(parked.change().address()),
                parked.reason() + ": " + parked.text());
    }
}
