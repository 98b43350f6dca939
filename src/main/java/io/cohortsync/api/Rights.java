package io.cohortsync.api;

import io.cohortsync.config.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a role may do, as Spring Security is told. */
final class Rights {

    private Rights() {}

    /** Each role may also do what those before it may. */
    static List<GrantedAuthority> of(Role role) {
        return Arrays.stream(Role.values())
                .filter(lower -> lower.compareTo(role) <= 0)
                .map(lower -> (GrantedAuthority) new SimpleGrantedAuthority("ROLE_" + lower.name()))
                .toList();
    }

    /** The role of that word, as it stands in the configuration and in tokens; empty if it is another application's. */
    static Optional<Role> role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
