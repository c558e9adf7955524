package dev.incidentlab.delta.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailpointTest {
  private static final Failpoint POINT = Failpoint.named("a.point");

  @TempDir private Path folder;

  @Test
  void aThreadGoesOnAtOnceWhereNothingIsArmed() {
    Failpoints points = Failpoints.in(folder);

    POINT.reach(folder);

    assertThat(points.held("a.point")).isEmpty();
  }

  @Test
  void theThreadThatComesAtItsTurnIsHeldUntilItIsReleased() throws Exception {
    Failpoints points = Failpoints.in(folder);
    points.arm("a.point", 3);
    POINT.reach(folder);
    POINT.reach(folder);
    assertThat(points.held("a.point")).isEmpty();

    CompletableFuture<Void> third = CompletableFuture.runAsync(() -> POINT.reach(folder));

    Failpoints.Held held = awaitHeld(points);
    assertThat(held.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(third).isNotDone();
    held.release();
    third.get(10, TimeUnit.SECONDS);
    POINT.reach(folder); // It strikes once, so this does not wait.
  }

  @Test
  void clearingLetsGoAndDisarms() throws Exception {
    Failpoints points = Failpoints.in(folder);
    points.arm("a.point", 1);
    CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> POINT.reach(folder));
    awaitHeld(points);
    points.arm("another.point", 1);

    points.clear();

    thread.get(10, TimeUnit.SECONDS);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNameOrHitThatCannotBeIsRefused() {
    Failpoints points = Failpoints.in(folder);

    assertThatThrownBy(() -> points.arm("../up", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'../up'");
    assertThatThrownBy(() -> points.arm("a.point", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hit 0");
  }

  private static Failpoints.Held awaitHeld(Failpoints points) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (points.held("a.point").isEmpty()) {
      assertThat(System.nanoTime()).as("the thread is held in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
    return points.held("a.point").orElseThrow();
  }
}
