package dev.incidentlab.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Whether reading by a writer's schema takes time and memory that the record's length bounds. A
 * reader trusts what the registry has, and three shapes of schema would let a record do what it
 * likes: a collection whose items have no bytes goes on for ever, a record inside itself nests
 * until the stack is full, and records that each hold the next one twice take memory without any
 * record, since the library spells them out.
 */
final class SchemaBounds {
  /** How many types a schema may come to when each use of a named type counts. */
  static final int MAX_TYPES = 10_000;

  /** How deep types may lie in each other; the library takes a call or more for each. */
  static final int MAX_DEPTH = 200;

  private final Map<String, Integer> typesByRecord = new HashMap<>();
  private final Map<String, Boolean> emptyByRecord = new HashMap<>();
  private final Set<String> path = new HashSet<>();

  private SchemaBounds() {}

  /** Why reading by this schema is not bounded; empty if it is. */
  static Optional<String> violation(Schema writer) {
    try {
      new SchemaBounds().types(writer, 0);
      return Optional.empty();
    } catch (UnboundedException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** How many types this one comes to. */
  private int types(Schema type, int depth) throws UnboundedException {
    if (depth > MAX_DEPTH) {
      throw new UnboundedException("its types lie in each other more than %d deep", MAX_DEPTH);
    }
    return switch (type.getType()) {
      case RECORD -> ofRecord(type, depth);
      case ARRAY -> {
        if (isEmpty(type.getElementType(), depth)) {
          throw new UnboundedException(
              "it has an array of %s, items that take no bytes", type.getElementType().getName());
        }
        yield 1 + types(type.getElementType(), depth + 1);
      }
      case MAP -> 1 + types(type.getValueType(), depth + 1);
      case UNION -> {
        int sum = 1;
        for (Schema branch : type.getTypes()) {
          sum = add(sum, types(branch, depth + 1));
        }
        yield sum;
      }
      default -> 1;
    };
  }

  private int ofRecord(Schema record, int depth) throws UnboundedException {
    String name = record.getFullName();
    Integer known = typesByRecord.get(name);
    if (known != null) {
      return known;
    }
    if (!path.add(name)) {
      throw new UnboundedException("record %s is inside itself, to any depth", name);
    }
    int sum = 1;
    for (Schema.Field field : record.getFields()) {
      sum = add(sum, types(field.schema(), depth + 1));
    }
    path.remove(name);
    typesByRecord.put(name, sum);
    return sum;
  }

  private static int add(int a, int b) throws UnboundedException {
    if (a + b > MAX_TYPES) {
      throw new UnboundedException("spelt out it has more than %,d types", MAX_TYPES);
    }
    return a + b;
  }

  /** Whether a value of this type may take no bytes at all. */
  private boolean isEmpty(Schema type, int depth) throws UnboundedException {
    if (depth > MAX_DEPTH) {
      throw new UnboundedException("its types lie in each other more than %d deep", MAX_DEPTH);
    }
    return switch (type.getType()) {
      case NULL -> true;
      case FIXED -> type.getFixedSize() == 0;
      case RECORD -> {
        Boolean known = emptyByRecord.get(type.getFullName());
        if (known != null) {
          yield known;
        }
        boolean empty = true;
        for (Schema.Field field : type.getFields()) {
          empty &= isEmpty(field.schema(), depth + 1);
        }
        emptyByRecord.put(type.getFullName(), empty);
        yield empty;
      }
      default -> false;
    };
  }

  private static final class UnboundedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnboundedException(String why, Object... values) {
      super(why.formatted(values));
    }
  }
}
