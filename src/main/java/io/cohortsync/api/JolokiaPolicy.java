package io.cohortsync.api;

import io.cohortsync.config.Role;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * What Jolokia shows and obeys: the syncs and Camel's routes, nothing else of this process. Nothing can be written. Jolokia makes it
 * by its name ({@code management.endpoint.jolokia.config.restrictorClass}).
 */
public final class JolokiaPolicy implements Restrictor {

    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);

    private static final Set<String> CAMEL_TYPES =
            Set.of("context", "routes", "processors", "components", "endpoints", "consumers", "producers");

    /** By Camel's type, as Hawtio asks for them. Never with arguments for a dump: told to, it would put secrets in for placeholders. */
    private static final Map<String, Set<String>> LOOKS = Map.of(
            "context", Set.of("dumpRoutesAsXml()", "dumpRoutesStatsAsXml"),
            "routes", Set.of("dumpRouteAsXml()", "dumpRouteAsYaml()", "dumpRouteStatsAsXml"));

    private static final Set<String> ROUTE_CONTROL = Set.of("start", "stop", "suspend", "resume");
    private static final Set<String> SYNC_CONTROL = Set.of("run", "dryRun", "pause", "resume");

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return isShown(name);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    /** A reader looks, an operator also starts and stops. */
    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        if (isSync(name)) {
            return SYNC_CONTROL.contains(bare(operation)) && mayOperate();
        }
        if (!isShown(name)) {
            return false;
        }
        String type = type(name);
        boolean controls = type.equals("routes") && ROUTE_CONTROL.contains(bare(operation));
        return LOOKS.getOrDefault(type, Set.of()).contains(operation) || controls && mayOperate();
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !isShown(name);
    }

    /** Who may call at all has been asked before. */
    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return true;
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** No other site is told that it may read an answer. */
    @Override
    public boolean isOriginAllowed(String origin, boolean isStrictCheck) {
        return isStrictCheck;
    }

    private static boolean isShown(ObjectName name) {
        return isSync(name) || name.getDomain().equals("org.apache.camel") && CAMEL_TYPES.contains(type(name));
    }

    private static boolean isSync(ObjectName name) {
        return name.getDomain().equals("cohort-sync");
    }

    private static String type(ObjectName name) {
        String type = name.getKeyProperty("type");
        return type == null ? "" : type;
    }

    private static String bare(String operation) {
        return operation.endsWith("()") ? operation.substring(0, operation.length() - 2) : operation;
    }

    private static boolean mayOperate() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        return caller != null
                && caller.getAuthorities().contains(new SimpleGrantedAuthority("ROLE_" + Role.OPERATOR.name()));
    }
}
