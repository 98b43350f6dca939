package io.cohortsync.crash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;

/**
 * Packs {@link KillAgent} as {@code -javaagent} wants it, and {@link KillSwitch} by itself: the switch goes to the bootstrap
 * loader, and an agent that stood in the same jar would be split over two loaders.
 */
final class AgentJar {

    private AgentJar() {}

    static void write(Path agent, Path killSwitch) throws IOException {
        Manifest manifest = manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(new Attributes.Name("Premain-Class"), KillAgent.class.getName());
        main.put(
                Attributes.Name.CLASS_PATH,
                AgentBuilder.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        pack(agent, manifest, KillAgent.class, KillAgent.Point.class);
        pack(killSwitch, manifest(), KillSwitch.class);
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    private static void pack(Path jar, Manifest manifest, Class<?>... types) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : types) {
                add(out, type.getName().replace('.', '/') + ".class");
            }
        }
    }

    private static void add(JarOutputStream out, String name) throws IOException {
        try (InputStream bytes = AgentJar.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            bytes.transferTo(out);
            out.closeEntry();
        }
    }
}
