package io.cohortsync.api;

import io.cohortsync.member.AddressCase;
import io.cohortsync.member.AddressPolicy;
import io.cohortsync.member.RejectionReason;
import org.jspecify.annotations.Nullable;

/** Whom a call is about. The address comes in the body: an address never stands in a URL, which is logged on its way. */
record AddressQuestion(@Nullable String address) {

    /** The address as it was written; refused if there is none. */
    String given() {
        if (address == null || address.isBlank()) {
            throw Refusals.badRequest(
                    "a body such as {\"address\":\"…\"} is expected, with an address that is not blank");
        }
        return address;
    }

    /** The same; refused if it can be nobody's. */
    String valid() {
        AddressPolicy policy = new AddressPolicy(AddressCase.KEEP);
        RejectionReason rejection = policy.reject(policy.normalise(given()));
        if (rejection != null) {
            throw Refusals.badRequest("the address is rejected as " + rejection.code()
                    + "; one such as name@example.com is expected, and nothing was changed");
        }
        return given();
    }

    /** Never shows the address. */
    @Override
    public String toString() {
        return "a question about one address";
    }
}
