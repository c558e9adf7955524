package dev.incidentlab.ingest;

/** Header names of a dead letter; all values are UTF-8 text. */
public final class DeadLetterHeaders {
  public static final String TOPIC = "__connect.errors.topic";
  public static final String PARTITION = "__connect.errors.partition";
  public static final String OFFSET = "__connect.errors.offset";
  public static final String STAGE = "__connect.errors.stage";
  public static final String CLASS_NAME = "__connect.errors.class.name";
  public static final String EXCEPTION_CLASS_NAME = "__connect.errors.exception.class.name";
  public static final String EXCEPTION_MESSAGE = "__connect.errors.exception.message";
  public static final String EXCEPTION_STACKTRACE = "__connect.errors.exception.stacktrace";

  /** The source topic's id, which a topic that is created again does not keep. */
  public static final String TOPIC_ID = "__incidentlab.errors.topic.id";

  /** A name of {@link dev.incidentlab.schema.UndecodableException.Reason}. */
  public static final String REASON = "__incidentlab.errors.reason";

  /** The schema id in the record's frame, empty if it has no frame. */
  public static final String SCHEMA_ID = "__incidentlab.errors.schema.id";

  /** Name of the Flink job that wrote the letter. */
  public static final String JOB = "__incidentlab.errors.job";

  /**
   * On a record with the position headers above: how the letter at that position was dealt with.
   */
  public static final String RESOLUTION = "__incidentlab.errors.resolution";

  /** Beside a resolution: who dealt with it. */
  public static final String RESOLVED_BY = "__incidentlab.errors.resolved.by";

  private DeadLetterHeaders() {}
}
