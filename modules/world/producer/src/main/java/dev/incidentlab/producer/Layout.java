package dev.incidentlab.producer;

import dev.incidentlab.schema.Contracts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;

/**
 * Where version 2 of the ad events has its new field. Fields are the same by name and type, so that
 * whoever reads by the writer's schema sees no difference; whoever reads by version 1 alone sees a
 * large one.
 */
enum Layout {
  /** Before the last two: a reader of version 1 takes its bytes for theirs, and notices nothing. */
  LATE {
    @Override
    Schema version2() {
      return Contracts.load(Contracts.AD_EVENT, 2);
    }
  },

  /**
   * Right behind the id: a reader of version 1 fails at each record. What it takes for the type of
   * the event is the event's time if there is no attribution, and no number of a type has as many
   * bytes as a time; else it is the length of the model's name, and there are fewer types than such
   * a name has letters.
   */
  EARLY {
    @Override
    Schema version2() {
      return Contracts.load(Contracts.AD_EVENT, 2, word());
    }
  };

  /** Version 2 in this layout. */
  abstract Schema version2();

  /** As requests, files and scenarios spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is no such layout
   */
  static Layout of(String word) {
    List<String> words = Arrays.stream(values()).map(Layout::word).toList();
    int found = words.indexOf(word);
    if (found < 0) {
      throw new IllegalArgumentException(
          "layout is \"%s\"; it is one of %s".formatted(word, String.join(", ", words)));
    }
    return values()[found];
  }
}
