package io.cohortsync.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.core.env.Environment;

/** Where nobody is asked who they are, only this machine may call. */
final class ListenCheck {
    private static final List<String> ADDRESSES = List.of("server.address", "management.server.address");

    private final Environment environment;
    private final Mistakes mistakes;

    ListenCheck(Environment environment, Mistakes mistakes) {
        this.environment = environment;
        this.mistakes = mistakes;
    }

    void check(CohortSyncProperties properties) {
        if (properties.isWithoutLogin()) {
            ADDRESSES.forEach(this::loopback);
        }
    }

    private void loopback(String key) {
        String address = environment.getProperty(key, "");
        if (!address.isBlank() && !isLoopback(address)) {
            mistakes.add(
                    key,
                    address,
                    "127.0.0.1, because cohort-sync.access.tokens is empty and there is no cohort-sync.oidc: "
                            + "configure one of them to be reached from other machines");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
