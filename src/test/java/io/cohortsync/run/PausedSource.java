package io.cohortsync.run;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Lets something happen before the nth statement that runs outside of a transaction. */
final class PausedSource extends DelegatingDataSource {

    private final int at;
    private final Runnable meanwhile;
    private int connections;

    PausedSource(DataSource source, int at, Runnable meanwhile) {
        super(source);
        this.at = at;
        this.meanwhile = meanwhile;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (++connections == at) {
            meanwhile.run();
        }
        return super.getConnection();
    }
}
