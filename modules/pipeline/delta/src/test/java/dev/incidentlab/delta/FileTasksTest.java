package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FileTasksTest {
  @Test
  void resultsComeInTheOrderOfTheTasks() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      tasks.add(() -> number);
    }

    List<Integer> results = FileTasks.run(tasks);

    assertThat(results).hasSize(50).isSorted().endsWith(49);
    assertThat(FileTasks.run(List.<Callable<Integer>>of())).isEmpty();
  }

  @Test
  void theFirstFailureIsThrownOnceTheOthersHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    List<Callable<Integer>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          throw new TableException("gone");
        });
    for (int i = 0; i < 20; i++) {
      tasks.add(ended::incrementAndGet);
    }

    assertThatThrownBy(() -> FileTasks.run(tasks))
        .isInstanceOf(TableException.class)
        .hasMessage("gone");
    assertThat(ended).hasValue(20);
  }
}
