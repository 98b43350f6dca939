package io.cohortsync.ledger;

import io.cohortsync.member.MaskedAddress;
import java.util.Map;

/**
 * One pending change of one member, as it stands in the ledger.
 *
 * @param id the ledger's key of the member
 * @param address the normalised e-mail address, the identifier at Pushwoosh
 * @param tags Pushwoosh tag name to value, sent with the member; empty for a leave
 * @param attempts how often this change was refused or lost so far
 */
public record Change(long id, ChangeKind kind, String address, Map<String, String> tags, int attempts) {

    /** Never shows the address. */
    @Override
    public String toString() {
        return kind.word() + " " + MaskedAddress.mask(address);
    }
}
