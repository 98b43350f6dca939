package io.cohortsync.member;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests by which members are compared: the first 128 bits of SHA-256 for an address, the first 64 for a set of tag
 * values. The same text gives the same digest in every process and version: the ledger stores them. Reuses its
 * buffers, so an instance belongs to one thread.
 */
public final class AddressDigest {

    private static final int BYTES = 32;

    private final MessageDigest sha256;
    private final byte[] result = new byte[BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(result);
    private final byte[] ascii = new byte[AsciiAddress.MAX_WHOLE];
    private byte[] text = ascii;
    private int length;
    private long high;
    private long low;

    public AddressDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing, which every Java platform must have", e);
        }
    }

    /** A digest of its own for one address. */
    public static AddressDigest digestOf(String address) {
        AddressDigest digest = new AddressDigest();
        digest.of(address);
        return digest;
    }

    /** Computes the digest of the address's UTF-8 bytes; {@link #high()} and {@link #low()} then hold it. */
    public void of(String address) {
        int copied = copyAscii(address);
        text = copied >= 0 ? ascii : address.getBytes(StandardCharsets.UTF_8);
        length = copied >= 0 ? copied : text.length;
        sha256.update(text, 0, length);
        finish();
        high = view.getLong(0);
        low = view.getLong(8);
    }

    /** The UTF-8 octets of the last address, {@link #length()} of them; overwritten by the next. */
    public byte[] text() {
        return text;
    }

    /** How many octets the last address has; 0 before the first. */
    public int length() {
        return length;
    }

    /** Bits 0 to 63 of the last address's digest; 0 before the first. */
    public long high() {
        return high;
    }

    /** Bits 64 to 127 of the last address's digest; 0 before the first. */
    public long low() {
        return low;
    }

    /**
     * A digest of names and values, independent of the map's order; {@link #high()} and {@link #low()} stay.
     *
     * @return 0 for the empty map and for no other
     */
    public long ofProperties(Map<String, String> properties) {
        if (properties.isEmpty()) {
            return 0;
        }
        new TreeMap<>(properties).forEach((name, value) -> {
            updateWithLength(name);
            updateWithLength(value);
        });
        finish();
        long digest = view.getLong(0);
        return digest == 0 ? 1 : digest;
    }

    /** The length goes first, so that no two different maps give the same bytes. */
    private void updateWithLength(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha256.update(bytes);
    }

    /** The number of bytes now in the buffer, or -1 if the text is not ASCII or does not fit. */
    private int copyAscii(String text) {
        int length = text.length();
        if (length > ascii.length) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                return -1;
            }
            ascii[i] = (byte) c;
        }
        return length;
    }

    private void finish() {
        try {
            sha256.digest(result, 0, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 did not fit into " + BYTES + " bytes", e);
        }
    }
}
