package io.cohortsync.config;

import java.nio.file.Path;

/** A folder by its path. Spring's own conversion would take the path for a resource of the class path if one has that name. */
public record Folder(Path path) {

    /** Called by Spring's binder. */
    public static Folder of(String path) {
        return new Folder(Path.of(path.strip()));
    }

    public Path resolve(String child) {
        return path.resolve(child);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
