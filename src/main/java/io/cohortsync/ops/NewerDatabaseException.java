package io.cohortsync.ops;

/** A newer version of the product has migrated the database; the message says what to do. */
public class NewerDatabaseException extends RuntimeException {
    NewerDatabaseException(String found, String known) {
        super("The database has schema version " + found + ", and this version of cohort-sync knows versions up to "
                + known
                + ": a newer one has migrated it. Start the newer one again, or restore the backup made before the update;"
                + " nothing was changed.");
    }
}
