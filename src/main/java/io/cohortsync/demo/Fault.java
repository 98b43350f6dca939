package io.cohortsync.demo;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing to go wrong, with its argument. Written as text it reads {@code rows-cut:40}. */
public record Fault(FaultKind kind, @Nullable String argument) {
    private static final Set<FaultKind> NUMERIC = EnumSet.of(
            FaultKind.RETRY_AFTER_DATE,
            FaultKind.HTTP_STATUS,
            FaultKind.SLOW_DRIP,
            FaultKind.FILE_DEAD,
            FaultKind.REDIRECT_STATUS,
            FaultKind.ROWS_CUT,
            FaultKind.JOB_FAILED);

    static final Fault NONE = of(FaultKind.PASS);

    public Fault {
        if (argument != null && NUMERIC.contains(kind) && !argument.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "The fault '" + kind.kebab() + "' takes a whole number, not '" + argument + "'.");
        }
    }

    public static Fault of(FaultKind kind) {
        return new Fault(kind, null);
    }

    public static Fault of(FaultKind kind, Object argument) {
        return new Fault(kind, argument.toString());
    }

    /** A job that completes, yet leaves these identifiers out. */
    public static Fault skipping(Collection<String> identifiers) {
        return of(FaultKind.JOB_SKIPS, String.join(",", identifiers));
    }

    /** Reads {@code kind} or {@code kind:argument}. */
    public static Fault parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? of(FaultKind.named(text))
                : of(FaultKind.named(text.substring(0, colon)), text.substring(colon + 1));
    }

    /** What is left of the fault for the handler when the answer as a whole is dealt with elsewhere. */
    Fault inside() {
        return kind.stage() == FaultKind.Stage.INSIDE ? this : NONE;
    }

    int number(int otherwise) {
        return argument == null ? otherwise : Integer.parseInt(argument);
    }

    String word(String otherwise) {
        return argument == null ? otherwise : argument;
    }

    /** Whether an identifier is named by the argument; without an argument all of them are. */
    boolean names(String identifier) {
        return argument == null || Set.of(argument.split(",")).contains(identifier);
    }

    @Override
    public String toString() {
        return argument == null ? kind.kebab() : kind.kebab() + ":" + argument;
    }
}
