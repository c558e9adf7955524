package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerHeader;
import dev.incidentlab.producer.ledger.LedgerWriter;
import dev.incidentlab.schema.ClientConfig;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.schema.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the command line to a producer that can publish, in a first start or after a crash. */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Arguments arguments;
  private final Consumer<String> waitingFor;

  /** The parts of a producer that is ready. */
  record Ready(Upstream upstream, Outbox outbox) {}

  private interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * @param waitingFor is told what the start waits for
   */
  Startup(Arguments arguments, Consumer<String> waitingFor) {
    this.arguments = arguments;
    this.waitingFor = waitingFor;
  }

  /**
   * @throws IOException if Kafka, the registry or the topics are not there within {@link #LIMIT},
   *     or the ledger directory does not fit them; the message is one line
   */
  Ready run() throws IOException, InterruptedException {
    ClientConfig config =
        arguments.clientConfig().map(ClientConfig::read).orElseGet(ClientConfig::none);
    String prefix = arguments.namePrefix();
    KafkaCluster kafka = new KafkaCluster(arguments.bootstrap(), config, prefix);
    List<LedgerHeader> partitions = await("Kafka and its topics", kafka::partitions);
    SchemaRegistry registry = new SchemaRegistry(arguments.registry(), config, prefix);
    WriterSchemas schemas = await("the registry", () -> WriterSchemas.register(registry));

    waitingFor.accept("the ledger to be brought up to the topics");
    Files.createDirectories(arguments.ledger());
    ProgressFile file = new ProgressFile(arguments.ledger());
    Optional<Progress> saved = file.load();
    Progress progress = progress(saved);
    List<LedgerWriter> ledgers = new ArrayList<>();
    try (var consumer = kafka.consumer()) {
      TopicTail tail = new TopicTail(consumer, prefix, registry);
      for (LedgerHeader partition : partitions) {
        ledgers.add(open(partition, tail, saved.isEmpty()));
      }
    }
    AlreadyPublished alreadyPublished =
        AlreadyPublished.from(arguments.ledger(), progress.publishedThrough());
    file.save(progress);
    Outbox outbox = new Outbox(kafka.producer(), prefix, ledgers);
    return new Ready(new Upstream(progress, file, schemas, outbox, alreadyPublished), outbox);
  }

  private Progress progress(Optional<Progress> saved) throws IOException {
    Progress asked = Progress.atStart(arguments.seed(), arguments.rate(), arguments.start());
    if (saved.isPresent() && !saved.get().sameRun(asked)) {
      throw new IOException(
          "%s was begun with %s and now it is %s: use the same, or a fresh directory"
              .formatted(arguments.ledger(), saved.get().run(), asked.run()));
    }
    return saved.orElse(asked);
  }

  private LedgerWriter open(LedgerHeader partition, TopicTail tail, boolean firstStart)
      throws IOException {
    LedgerWriter ledger = LedgerWriter.open(arguments.ledger(), partition);
    if (ledger.cutBytes() > 0) {
      LOG.warn("{}: cut {} bytes of a torn tail", partition.fileName(), ledger.cutBytes());
    }
    long recovered = tail.recover(ledger, firstStart);
    if (recovered > 0) {
      LOG.warn("{}: took {} records from the topic", partition.fileName(), recovered);
    }
    return ledger;
  }

  private <T> T await(String what, Attempt<T> attempt) throws IOException, InterruptedException {
    waitingFor.accept(what);
    Instant deadline = Instant.now().plus(LIMIT);
    while (true) {
      try {
        return attempt.run();
      } catch (IOException | RegistryUnavailableException e) {
        if (Instant.now().isAfter(deadline)) {
          throw new IOException(
              "waited %d s for %s: %s".formatted(LIMIT.toSeconds(), what, e.getMessage()), e);
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }
}
