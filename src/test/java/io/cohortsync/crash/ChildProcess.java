package io.cohortsync.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The jar as it is shipped, unpacked as the README says, in a process of its own that can be killed. */
final class ChildProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Object> properties;
    private final Path folder;
    private final Path jar;
    private final int port = freePort();
    private Process process;

    /** @param folder for the unpacked jar, the agent, the switch and the log */
    ChildProcess(Map<String, Object> properties, Path folder) throws IOException, InterruptedException {
        this.properties = properties;
        this.folder = folder;
        this.jar = unpack(folder);
        AgentJar.write(agent(), switchJar());
    }

    private static Path unpack(Path folder) throws IOException, InterruptedException {
        Path packed = Path.of("target", "cohort-sync.jar").toAbsolutePath();
        Path unpacked = folder.resolve("unpacked");
        Process extract = new ProcessBuilder(
                        JAVA,
                        "-Djarmode=tools",
                        "-jar",
                        packed.toString(),
                        "extract",
                        "--destination",
                        unpacked.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("extract.log").toFile())
                .start();
        if (extract.waitFor() != 0) {
            throw new AssertionError(Files.readString(folder.resolve("extract.log")));
        }
        return unpacked.resolve("cohort-sync.jar");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path agent() {
        return folder.resolve("agent.jar");
    }

    private Path switchJar() {
        return folder.resolve("switch.jar");
    }

    private Path killSwitch() {
        return folder.resolve("kill.switch");
    }

    /** Starts the server and waits until it answers. */
    ChildProcess start() throws IOException {
        launch();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> get("/api/syncs").isArray());
        return this;
    }

    /** Starts the server, which may die before it answers. */
    void launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Dkill.switch=" + killSwitch(),
                "-javaagent:" + agent() + "=" + switchJar(),
                "-jar",
                jar.toString()));
        properties.forEach((key, value) -> command.add("--" + key + "=" + value));
        command.add("--server.port=" + port);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
    }

    /** The process is to die at its n-th write or call from now on. */
    void killAt(int n) throws IOException {
        killAt(Integer.toString(n));
    }

    /** @param point see {@link KillSwitch} */
    void killAt(String point) throws IOException {
        Files.writeString(killSwitch(), point);
    }

    /** Takes the switch away; false if it has been used. */
    boolean spare() throws IOException {
        return Files.deleteIfExists(killSwitch());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the switch has killed the process. */
    void awaitDeath() {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> !isAlive());
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As {@code kill}; gives the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(45, TimeUnit.SECONDS)) {
            throw new AssertionError("still there 45 s after SIGTERM");
        }
        return process.exitValue();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Opens a run; an answer may never come if the process is killed meanwhile. */
    void requestRun(String sync) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/syncs/" + sync + "/runs?force=true"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
