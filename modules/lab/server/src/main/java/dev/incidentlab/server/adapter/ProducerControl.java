package dev.incidentlab.server.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;

/** The producer's control API: the world that the story clock drives. */
public final class ProducerControl implements World {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final String key;
  private volatile boolean stopped;

  /** The producer refused, or is gone. */
  public static final class ProducerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProducerException(String message) {
      super(message);
    }

    ProducerException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param key which the producer was started with
   */
  public ProducerControl(URI url, String key) {
    this.url = url;
    this.key = key;
  }

  @Override
  public void advance(Instant story) {
    put("advance", Map.of("to", story.toString()));
  }

  /** Does nothing while the producer is {@linkplain #stop stopped}. */
  @Override
  public void live(StoryClock.Segment segment) {
    if (stopped) {
      return;
    }
    put(
        "live",
        Map.of(
            "storyAt", segment.story().toString(),
            "wallAt", segment.wall().toString(),
            "pace", segment.pace()));
  }

  @Override
  public Instant pause() {
    return Instant.parse(put("pause", Map.of()).path("publishedThrough").asText());
  }

  /** A producer that was stopped in an earlier life stays so. */
  public void stayStopped() {
    stopped = true;
  }

  /** Publishes nothing more, however the story goes on. */
  public void stop() {
    stopped = true;
    pause();
  }

  /**
   * Publishes again, what has gathered meanwhile first.
   *
   * @param now how the story goes on; it may stand still
   */
  public void start(StoryClock.Segment now) {
    stopped = false;
    if (now.pace() > 0) {
      live(now);
    }
  }

  public boolean stopped() {
    return stopped;
  }

  /**
   * Sets which share of the producer's instances writes v2, and whether they send the new symbol.
   */
  public JsonNode rollout(Map<String, Object> arguments) {
    return put("rollout", arguments);
  }

  /** Publishes records that nobody can read. */
  public JsonNode poison(Map<String, Object> arguments) {
    return post("poison", arguments);
  }

  /**
   * Sends a command that says how things are to be, so that it may be sent again if the connection
   * broke before an answer came.
   */
  private JsonNode put(String what, Map<String, Object> body) {
    try {
      return post(what, body);
    } catch (ProducerException e) {
      if (e.getCause() instanceof IOException) {
        return post(what, body);
      }
      throw e;
    }
  }

  private JsonNode post(String what, Map<String, Object> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve("/" + what))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + key)
              .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
              .build();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode answer = json.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw new ProducerException(
            "producer refused %s %s: %s".formatted(what, body, answer.path("error").asText()));
      }
      return answer;
    } catch (IOException e) {
      throw new ProducerException(
          "producer at %s does not answer %s (%s); see `./lab logs producer`"
              .formatted(url, what, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProducerException("interrupted while the producer was asked to " + what, e);
    }
  }
}
