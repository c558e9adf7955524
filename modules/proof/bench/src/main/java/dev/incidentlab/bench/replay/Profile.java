package dev.incidentlab.bench.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a process did while it was recorded by JDK Flight Recorder with its {@code profile}
 * settings: where its samples lie, what it allocated, how long it paused for garbage.
 */
final class Profile {
  private static final String RECORDING = "bench";
  private static final String OURS = "dev.incidentlab.";
  private static final int TOP = 25;

  /** Samples of native code are taken half as often as those of Java code. */
  private static final int NATIVE_WEIGHT = 2;

  private final Map<String, Long> self = new HashMap<>();
  private final Map<String, Long> inclusive = new HashMap<>();
  private final Map<String, Long> threads = new HashMap<>();
  private final Map<String, Long> allocated = new HashMap<>();
  private final Map<String, Long> allocators = new HashMap<>();
  private long samples;
  private long allocatedBytes;
  private long pauses;
  private Duration paused = Duration.ZERO;

  private Profile() {}

  static void start(long pid) throws IOException, InterruptedException {
    jcmd(pid, "JFR.start", "name=" + RECORDING, "settings=profile");
  }

  /**
   * @param file where the recording is put
   * @return the summary, line by line
   */
  static List<String> stop(long pid, Path file) throws IOException, InterruptedException {
    jcmd(pid, "JFR.stop", "name=" + RECORDING, "filename=" + file);
    Profile profile = new Profile();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        profile.add(recording.readEvent());
      }
    }
    return profile.summary(file);
  }

  private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(String.valueOf(pid));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s failed: %s".formatted(command, output));
    }
  }

  private void add(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> addSample(event, 1);
      case "jdk.NativeMethodSample" -> {
        if (isWork(frames(event))) {
          addSample(event, NATIVE_WEIGHT);
        }
      }
      case "jdk.ObjectAllocationSample" -> addAllocation(event);
      case "jdk.GCPhasePause" -> {
        pauses++;
        paused = paused.plus(event.getDuration());
      }
      default -> {}
    }
  }

  /** Most native samples are threads that wait for a socket. */
  private static boolean isWork(List<String> frames) {
    String top = frames.isEmpty() ? "" : frames.get(0);
    return top.contains("zstd")
        || top.contains("Zstd")
        || top.contains("force")
        || top.contains("FileDispatcherImpl")
        || top.contains("FileOutputStream");
  }

  private void addSample(RecordedEvent event, long weight) {
    List<String> frames = frames(event);
    if (frames.isEmpty()) {
      return;
    }
    samples += weight;
    self.merge(frames.get(0), weight, Long::sum);
    Set<String> ours = new HashSet<>(frames);
    // Flink's own frames are in every stack and tell nothing.
    ours.removeIf(frame -> !frame.startsWith(OURS));
    ours.forEach(frame -> inclusive.merge(frame, weight, Long::sum));
    threads.merge(event.getThread("sampledThread").getJavaName(), weight, Long::sum);
  }

  private void addAllocation(RecordedEvent event) {
    long weight = event.getLong("weight");
    allocatedBytes += weight;
    allocated.merge(event.getClass("objectClass").getName(), weight, Long::sum);
    for (String frame : frames(event)) {
      if (!frame.startsWith("java.")) {
        allocators.merge(frame, weight, Long::sum);
        return;
      }
    }
  }

  private static List<String> frames(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return List.of();
    }
    List<String> frames = new ArrayList<>();
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      frames.add(frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
    }
    return frames;
  }

  private List<String> summary(Path file) {
    List<String> lines = new ArrayList<>();
    lines.add("profile " + file);
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d samples, %,d MiB allocated, %d pauses of %d ms together",
            samples,
            allocatedBytes >> 20,
            pauses,
            paused.toMillis()));
    top(lines, "self", self, samples);
    top(lines, "the pipeline's, with what they call", inclusive, samples);
    top(lines, "threads", threads, samples);
    top(lines, "allocated, by class", allocated, allocatedBytes);
    top(lines, "allocated, by first frame outside java", allocators, allocatedBytes);
    return lines;
  }

  private static void top(List<String> lines, String what, Map<String, Long> counts, long all) {
    lines.add("  " + what);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(TOP)
        .forEach(
            e ->
                lines.add(
                    String.format(
                        Locale.ROOT, "    %5.1f %%  %s", 100.0 * e.getValue() / all, e.getKey())));
  }
}
