package io.cohortsync.lint;

/**
 * Where a value stands.
 *
 * @param entity the entry of the file that it belongs to: the id of a route
 * @param pointer JSON pointer from the top of the file
 */
record Place(String file, String entity, String pointer, Lines lines) {

    Place below(String name) {
        return new Place(file, entity, pointer + "/" + name, lines);
    }

    LintFinding says(String what) {
        return new LintFinding(file, lines.at(pointer), entity + ": " + what);
    }
}
