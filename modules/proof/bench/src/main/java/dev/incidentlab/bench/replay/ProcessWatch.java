package dev.incidentlab.bench.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory and processor time of processes while something runs, by {@code /proc} (proc(5)): {@code
 * VmHWM} for one process, set back at the start, and sums of {@code VmRSS} looked at ten times a
 * second.
 */
final class ProcessWatch implements AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final double KIB_PER_MIB = 1024;

  /** Written to {@code clear_refs} it sets {@code VmHWM} back to {@code VmRSS}. */
  private static final String RESET_PEAK = "5";

  /** Columns of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int IDLE = 4;

  private static final int IO_WAIT = 5;
  private static final int LAST_BUSY = 7;

  /** {@code USER_HZ}, which is 100 wherever Linux runs Java. */
  private static final double TICKS_PER_SECOND = 100;

  private final long pid;
  private final List<Long> all;
  private final long began = System.nanoTime();
  private final double cpuBefore;
  private final double strangersBefore;
  private final Thread looking;
  private volatile double sumPeak;

  /**
   * @param pid the process of interest
   * @param all processes to add up, that one among them
   */
  ProcessWatch(long pid, List<Long> all) throws IOException {
    this.pid = pid;
    this.all = List.copyOf(all);
    Files.writeString(Path.of("/proc", String.valueOf(pid), "clear_refs"), RESET_PEAK);
    this.cpuBefore = cpuSeconds(pid);
    this.strangersBefore = strangersSeconds();
    this.looking = new Thread(this::look, "process-watch");
    looking.setDaemon(true);
    looking.start();
  }

  /**
   * What was seen.
   *
   * @param peakMegabytes highest resident memory of the process of interest, in MiB
   * @param sumPeakMegabytes highest sum of all, in MiB
   * @param cpuSeconds processor time of the process of interest
   * @param cores the same by wall time
   * @param strangers processor time by wall time of what is neither among all nor this process: it
   *     should be next to nothing, or the machine was busy with something else
   */
  record Seen(
      double peakMegabytes,
      double sumPeakMegabytes,
      double cpuSeconds,
      double cores,
      double strangers) {}

  Seen seen() {
    double wall = (System.nanoTime() - began) / 1e9;
    double cpu = cpuSeconds(pid) - cpuBefore;
    return new Seen(
        status(pid, "VmHWM").orElse(0) / KIB_PER_MIB,
        Math.max(sumPeak, sum()),
        cpu,
        cpu / wall,
        (strangersSeconds() - strangersBefore) / wall);
  }

  private void look() {
    try {
      while (true) {
        sumPeak = Math.max(sumPeak, sum());
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // Closed.
    }
  }

  private double sum() {
    return all.stream().mapToLong(p -> status(p, "VmRSS").orElse(0)).sum() / KIB_PER_MIB;
  }

  /** A figure of {@code /proc/PID/status} in KiB; empty if the process is gone. */
  static OptionalLong status(long pid, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Processor time of the machine, but of all and this process. */
  private double strangersSeconds() {
    double known = all.stream().mapToDouble(ProcessWatch::cpuSeconds).sum();
    return busySeconds() - known - cpuSeconds(ProcessHandle.current().pid());
  }

  /** What {@code /proc/stat} counts as neither idle nor waiting for a disk; 0 where it is not. */
  private static double busySeconds() {
    try {
      String[] ticks = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
      double busy = 0;
      for (int i = 1; i <= LAST_BUSY; i++) {
        busy += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(ticks[i]);
      }
      return busy / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  private static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(cpu -> cpu.toNanos() / 1e9)
        .orElse(0.0);
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
