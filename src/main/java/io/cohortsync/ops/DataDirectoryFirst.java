package io.cohortsync.ops;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.stereotype.Component;

/** The data directory is locked before the database in it is opened. */
@Component
class DataDirectoryFirst extends AbstractDependsOnBeanFactoryPostProcessor {
    DataDirectoryFirst() {
        super(DataSource.class, "dataDirectory");
    }
}
