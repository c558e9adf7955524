package dev.incidentlab.ingest.flags;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenFeature provider over a {@link FlagTopic}. Initialization reads the topic to its end, so that
 * a job that has just restarted cannot decide by flags that are out of date; after that a thread
 * follows the topic and reports changes.
 */
final class FlagTopicProvider extends EventProvider {
  private static final Logger LOG = LoggerFactory.getLogger(FlagTopicProvider.class);

  private final FlagTopic topic;
  private final Map<String, FlagDefinition> flags = new ConcurrentHashMap<>();
  private Consumer<byte[], byte[]> consumer;
  private Thread follower;

  FlagTopicProvider(FlagTopic topic) {
    this.topic = topic;
  }

  @Override
  public Metadata getMetadata() {
    return () -> "kafka-flag-topic";
  }

  @Override
  public void initialize(EvaluationContext context) {
    consumer = topic.consumer();
    topic.readToEnd(consumer, flags);
    follower = new Thread(this::follow, "flag-topic");
    follower.setDaemon(true);
    follower.start();
  }

  private void follow() {
    try (Consumer<byte[], byte[]> following = consumer) {
      while (!Thread.currentThread().isInterrupted()) {
        if (topic.follow(following, flags)) {
          emitProviderConfigurationChanged(ProviderEventDetails.builder().build());
        }
      }
    } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
      LOG.debug("stopped following flags");
    }
  }

  @Override
  public void shutdown() {
    if (follower != null) {
      consumer.wakeup();
      try {
        follower.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    super.shutdown();
  }

  private <T> ProviderEvaluation<T> evaluate(String key, Class<T> type, T otherwise) {
    FlagDefinition flag = flags.get(key);
    if (flag == null) {
      return answer(otherwise, null, Reason.ERROR, ErrorCode.FLAG_NOT_FOUND, "no flag " + key);
    }
    if (!flag.enabled()) {
      return answer(otherwise, null, Reason.DISABLED, null, null);
    }
    if (!type.isInstance(flag.value())) {
      String message = "flag %s is no %s".formatted(key, type.getSimpleName());
      return answer(otherwise, null, Reason.ERROR, ErrorCode.TYPE_MISMATCH, message);
    }
    return answer(type.cast(flag.value()), flag.defaultVariant(), Reason.STATIC, null, null);
  }

  private static <T> ProviderEvaluation<T> answer(
      T value, String variant, Reason reason, ErrorCode error, String message) {
    return ProviderEvaluation.<T>builder()
        .value(value)
        .variant(variant)
        .reason(reason.name())
        .errorCode(error)
        .errorMessage(message)
        .build();
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String key, Boolean otherwise, EvaluationContext context) {
    return evaluate(key, Boolean.class, otherwise);
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String key, String otherwise, EvaluationContext context) {
    return evaluate(key, String.class, otherwise);
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String key, Integer otherwise, EvaluationContext context) {
    return evaluate(key, Integer.class, otherwise);
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String key, Double otherwise, EvaluationContext context) {
    return evaluate(key, Double.class, otherwise);
  }

  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String key, Value otherwise, EvaluationContext context) {
    FlagDefinition flag = flags.get(key);
    return flag == null || !flag.enabled()
        ? answer(otherwise, null, Reason.DEFAULT, null, null)
        : answer(
            Value.objectToValue(flag.value()), flag.defaultVariant(), Reason.STATIC, null, null);
  }
}
