package dev.incidentlab.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one component at one instant.
 *
 * @param pid of its latest process; empty if it is not a child of this lab or was never started
 * @param alive its process runs or, of an external stack, it answers
 * @param address {@code host:port} or URL
 * @param uptime wall time since its latest start; zero if not alive or not known
 * @param residentBytes VmRSS of {@code /proc/PID/status} (proc(5)); empty where that is not to be
 *     had
 * @param logFile its standard output and error; empty if it is not a child of this lab
 */
public record ComponentStatus(
    Component component,
    OptionalLong pid,
    boolean alive,
    String address,
    Duration uptime,
    OptionalLong residentBytes,
    Optional<Path> logFile) {}
