package io.cohortsync.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts how often statements are executed; of a batch each line counts. */
public final class StatementCount {

    private static final Set<String> EXECUTIONS = Set.of("addBatch", "execute", "executeQuery", "executeUpdate");

    private final ConcurrentHashMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** The same database, watched. */
    public DataSource watch(DataSource source) {
        return new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws SQLException {
                return watch(super.getConnection());
            }
        };
    }

    /** Executions of all statements that begin so. */
    public int of(String beginning) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(beginning))
                .mapToInt(count -> count.getValue().get())
                .sum();
    }

    public void clear() {
        counts.clear();
    }

    private Connection watch(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return result instanceof PreparedStatement statement ? watch(statement, (String) arguments[0]) : result;
        });
    }

    private PreparedStatement watch(PreparedStatement statement, String sql) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (EXECUTIONS.contains(method.getName())) {
                counts.computeIfAbsent(sql, s -> new AtomicInteger()).incrementAndGet();
            }
            return call(statement, method, arguments);
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
