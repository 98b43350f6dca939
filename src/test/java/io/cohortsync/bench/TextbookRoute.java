package io.cohortsync.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohortsync.member.AddressCase;
import io.cohortsync.member.AddressPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The stock way: split into rows, filter, an idempotent consumer on Camel's JDBC repository (H2 file), aggregate into batches
 * of 1,000. One exchange a row.
 */
final class TextbookRoute implements AutoCloseable {

    private final AddressPolicy policy = new AddressPolicy(AddressCase.KEEP);
    private final AtomicLong sent = new AtomicLong();
    private final JdbcConnectionPool pool;
    private final DefaultCamelContext camel = new DefaultCamelContext();

    TextbookRoute(Path folder) throws Exception {
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("textbook"), "sa", "");
        JdbcMessageIdRepository repository = new JdbcMessageIdRepository(pool, "members");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:textbook")
                        .split(body())
                        .streaming()
                        .filter(exchange -> policy.reject(exchange.getMessage().getBody(String.class)) == null)
                        .idempotentConsumer(body(), repository)
                        .aggregate(constant(true), new GroupedBodyAggregationStrategy())
                        .completionSize(1_000)
                        .process(batch -> sent.addAndGet(
                                batch.getMessage().getBody(List.class).size()));
            }
        });
        camel.start();
    }

    /** Puts an export's members into the repository, without the route: that would take minutes. */
    void knows(Path export) throws Exception {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(Floor.text(export));
                Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into CAMEL_MESSAGEPROCESSED"
                        + " (processorName, messageId, createdAt) values ('members', ?, current_timestamp)")) {
            connection.setAutoCommit(false);
            Iterator<String> members = rows.stream()
                    .skip(1)
                    .map(row -> policy.normalise(row.getField(1)))
                    .filter(address -> policy.reject(address) == null)
                    .distinct()
                    .iterator();
            int waiting = 0;
            while (members.hasNext()) {
                insert.setString(1, members.next());
                insert.addBatch();
                if (++waiting % 1_000 == 0) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** Sends an export through the route. */
    void run(Path export) throws IOException {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(Floor.text(export))) {
            Iterator<String> addresses = rows.stream()
                    .skip(1)
                    .map(row -> policy.normalise(row.getField(1)))
                    .iterator();
            camel.createProducerTemplate().sendBody("direct:textbook", addresses);
        }
    }

    /** Members in complete batches so far. */
    long sent() {
        return sent.get();
    }

    @Override
    public void close() throws IOException {
        camel.close();
        pool.dispose();
    }
}
