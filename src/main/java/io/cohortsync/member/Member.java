package io.cohortsync.member;

import java.util.Map;

/**
 * One row of an export.
 *
 * @param row        1-based number of the data row in the export; the header is not counted
 * @param address    the identity column as it stood in the file (possibly empty), or its normalised form once an
 *                   {@link AddressPolicy} has checked it
 * @param properties value by property name as configured (without {@code gp:}); the empty map when the sync maps none.
 *                   Every mapped column that the file has is present; an empty or missing cell is {@code ""}
 */
public record Member(long row, String address, Map<String, String> properties) {

    /** With the address masked and without properties: error handlers log the bodies they could not deliver. */
    @Override
    public String toString() {
        return "Member[row=" + row + ", address=" + MaskedAddress.mask(address) + "]";
    }
}
