package dev.incidentlab.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Problem;
import dev.incidentlab.api.Verb;
import dev.incidentlab.server.metrics.Metrics;
import dev.incidentlab.server.openapi.OpenApi;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbs over HTTP, on loopback unless the lab is told otherwise. Requests whose Host is neither
 * loopback nor, if it listens beyond that, this machine's name are refused: a page of somewhere
 * else could otherwise reach the lab through the browser (DNS rebinding).
 */
public final class HttpApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String JSON_TYPE = "application/json";
  private static final String OWN_PACKAGES = "dev.incidentlab.";

  private final ObjectMapper json = new ObjectMapper();
  private final String host;
  private final int port;
  private final Set<String> hosts = new TreeSet<>(Set.of(LOOPBACK, "localhost", "[::1]"));
  private Javalin javalin;

  /**
   * @param host address to listen on
   * @param port 0 means any that is free
   */
  public HttpApi(String host, int port) throws UnknownHostException {
    this.host = host;
    this.port = port;
    if (!InetAddress.getByName(host).isLoopbackAddress()) {
      hosts.add(InetAddress.getLocalHost().getHostName());
    }
  }

  /** Begins to answer. */
  public void start(Verbs verbs, Metrics metrics) {
    byte[] description = OpenApi.document().toPrettyString().getBytes(StandardCharsets.UTF_8);
    javalin =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.http.prefer405over404 = true;
                  config.http.maxRequestSize = HttpArguments.LONGEST_BODY;
                  config.routes.before(this::refuseForeignHosts);
                  config.routes.get(
                      OpenApi.PATH, c -> c.contentType(JSON_TYPE).result(description));
                  config.routes.get(Metrics.PATH, c -> scrape(c, metrics));
                  for (Verb verb : Verb.values()) {
                    if (verb.effect() == Verb.Effect.LOOKS) {
                      config.routes.get(verb.path(), c -> answer(c, verbs, verb));
                    } else {
                      config.routes.post(verb.path(), c -> answer(c, verbs, verb));
                    }
                  }
                  config.routes.exception(Exception.class, this::fail);
                  // Javalin has a handler of its own for these, which would win.
                  config.routes.exception(HttpResponseException.class, this::fail);
                  config.routes.error(404, this::refuseUnknownPath);
                })
            .start(host, port);
  }

  /** Base address on this machine. */
  public String url() {
    return "http://" + LOOPBACK + ":" + javalin.port();
  }

  private void refuseForeignHosts(Context context) {
    String asked = context.header("Host");
    String name = asked == null ? "" : asked.replaceFirst(":\\d+$", "");
    if (!hosts.contains(name)) {
      throw new HttpProblem(
          403,
          "foreign host",
          "Host '%s' is none of %s; use http://%s".formatted(asked, hosts, LOOPBACK));
    }
  }

  private static void scrape(Context context, Metrics metrics) throws IOException {
    Metrics.Scraped scraped = metrics.scrape(context.header("Accept"));
    context.contentType(scraped.contentType()).result(scraped.body());
  }

  private void answer(Context context, Verbs verbs, Verb verb) throws Exception {
    Arguments arguments = HttpArguments.of(verb, context);
    Object answer;
    try {
      answer = verbs.use(verb, arguments, HttpArguments.who(context));
    } catch (Error e) {
      // Javalin would answer without a word, here and in the log.
      throw new ExecutionException(e);
    }
    context.contentType(JSON_TYPE).result(json.writeValueAsBytes(answer));
  }

  private void refuseUnknownPath(Context context) {
    String type = context.res().getContentType();
    if (type == null || !type.startsWith(Problem.MEDIA_TYPE)) {
      problem(
          context,
          404,
          "not found",
          "%s is no verb; see `./lab --help`, or GET %s".formatted(context.path(), OpenApi.PATH));
    }
  }

  private void fail(Exception e, Context context) {
    if (e instanceof HttpProblem refused) {
      problem(context, refused.status(), refused.title(), refused.getMessage());
    } else if (e instanceof IllegalArgumentException) {
      problem(context, 400, "bad request", e.getMessage());
    } else if (e instanceof Refusal) {
      problem(context, 409, "not now", e.getMessage());
    } else if (e instanceof HttpResponseException raised && raised.getStatus() == 405) {
      notAllowed(context);
    } else if (e instanceof HttpResponseException raised && raised.getStatus() == 413) {
      problem(context, 413, "content too large", HttpArguments.TOO_LONG);
    } else if (e instanceof HttpResponseException raised && raised.getStatus() == 404) {
      refuseUnknownPath(context);
    } else {
      LOG.error("{} {} failed", context.method(), context.path(), e);
      problem(context, 500, "the lab failed", sentence(e, context));
    }
  }

  private void notAllowed(Context context) {
    boolean get =
        List.of(OpenApi.PATH, Metrics.PATH).contains(context.path())
            || Arrays.stream(Verb.values())
                .anyMatch(v -> v.effect() == Verb.Effect.LOOKS && v.path().equals(context.path()));
    String allowed = get ? "GET" : "POST";
    context.header("Allow", allowed);
    problem(
        context,
        405,
        "method not allowed",
        "%s is asked by %s; use %s".formatted(context.path(), context.method(), allowed));
  }

  /** What the lab's own exceptions say is for people; others may say anything. */
  private static String sentence(Exception e, Context context) {
    boolean own = e.getClass().getName().startsWith(OWN_PACKAGES) && e.getMessage() != null;
    return own
        ? e.getMessage()
        : "%s could not be answered; `./lab logs server` shows why".formatted(context.path());
  }

  private void problem(Context context, int status, String title, String detail) {
    try {
      context
          .status(status)
          .contentType(Problem.MEDIA_TYPE)
          .result(json.writeValueAsBytes(new Problem(title, status, detail)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is always JSON", e);
    }
  }

  @Override
  public void close() {
    if (javalin != null) {
      javalin.stop();
    }
  }
}
