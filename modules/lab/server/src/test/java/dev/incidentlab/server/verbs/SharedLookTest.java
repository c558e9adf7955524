package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedLookTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // It may wrap around.
  private final AtomicLong processor = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  private SharedLook<Integer> taking(Duration time) {
    return new SharedLook<>(
        () -> {
          processor.addAndGet(time.toNanos());
          return looks.incrementAndGet();
        },
        clock::get,
        processor::get);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    assertThat(taking(Duration.ZERO).newest()).isEmpty();
  }

  @Test
  void aQuickLookIsGoodForTheShortestRest() throws InterruptedException {
    SharedLook<Integer> shared = taking(Duration.ofMillis(10));

    assertThat(shared.look()).isEqualTo(1);
    pass(SharedLook.SHORTEST_REST.minusMillis(1));
    assertThat(shared.look()).isEqualTo(1);
    pass(Duration.ofMillis(1));
    assertThat(shared.look()).isEqualTo(2);
    assertThat(shared.newest()).contains(2);
  }

  @Test
  void aDearLookIsFollowedByFiveTimesItsProcessorTime() throws InterruptedException {
    SharedLook<Integer> shared = taking(Duration.ofMinutes(1));

    shared.look();
    pass(Duration.ofMinutes(5).minusMillis(1));
    assertThat(shared.look()).isEqualTo(1);
    pass(Duration.ofMillis(1));
    assertThat(shared.look()).isEqualTo(2);
  }

  @Test
  void timeThatALookOnlyWaitsIsNotRestedFrom() throws InterruptedException {
    SharedLook<Integer> shared =
        new SharedLook<>(
            () -> {
              pass(Duration.ofMinutes(1));
              return looks.incrementAndGet();
            },
            clock::get,
            processor::get);

    shared.look();
    pass(SharedLook.SHORTEST_REST);
    assertThat(shared.look()).isEqualTo(2);
  }

  @Test
  void whoeverComesMeanwhileGetsTheSame() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    SharedLook<Integer> shared =
        new SharedLook<>(
            () -> {
              begun.countDown();
              end.await();
              return looks.incrementAndGet();
            },
            clock::get,
            processor::get);
    ExecutorService watchers = Executors.newCachedThreadPool();
    try {
      List<Future<Integer>> seen = new ArrayList<>();
      seen.add(watchers.submit(shared::look));
      begun.await();
      for (int more = 0; more < 4; more++) {
        seen.add(watchers.submit(shared::look));
      }
      end.countDown();
      for (Future<Integer> each : seen) {
        assertThat(each.get()).isEqualTo(1);
      }
    } finally {
      watchers.shutdownNow();
    }
  }

  @Test
  void aLookThatFailsIsNotKept() throws InterruptedException {
    SharedLook<Integer> shared =
        new SharedLook<>(
            () -> {
              if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("kafka does not answer");
              }
              return looks.get();
            },
            clock::get,
            processor::get);

    assertThatThrownBy(shared::look).hasMessage("kafka does not answer");
    assertThat(shared.look()).isEqualTo(2);
  }
}
