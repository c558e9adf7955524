package dev.incidentlab.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Problem;
import dev.incidentlab.api.Verb;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbs over HTTP, on loopback only. Requests whose Host is not loopback are refused: a page of
 * somewhere else could otherwise reach the lab through the browser (DNS rebinding).
 */
public final class HttpApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> HOSTS = Set.of(LOOPBACK, "localhost", "[::1]");
  private static final String JSON_TYPE = "application/json";

  private final ObjectMapper json = new ObjectMapper();
  private final int port;
  private Javalin javalin;

  /**
   * @param port 0 means any that is free
   */
  public HttpApi(int port) {
    this.port = port;
  }

  /** Begins to answer. */
  public void start(Verbs verbs) {
    javalin =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.beforeMatched(HttpApi::refuseForeignHosts);
                  for (Verb verb : Verb.values()) {
                    if (verb.effect() == Verb.Effect.LOOKS) {
                      config.routes.get(verb.path(), c -> answer(c, verbs, verb, query(c)));
                    } else {
                      config.routes.post(verb.path(), c -> answer(c, verbs, verb, body(c)));
                    }
                  }
                  config.routes.exception(Exception.class, this::fail);
                  config.routes.error(
                      404,
                      c -> {
                        if (c.result() == null
                            || !c.res().getContentType().startsWith(Problem.MEDIA_TYPE)) {
                          problem(
                              c, 404, "not found", c.path() + " is no verb; see `./lab --help`");
                        }
                      });
                })
            .start(LOOPBACK, port);
  }

  /** Base address. */
  public String url() {
    return "http://" + LOOPBACK + ":" + javalin.port();
  }

  private static void refuseForeignHosts(Context context) {
    String host = context.header("Host");
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
    if (!HOSTS.contains(name)) {
      throw new ForeignHostException(
          "Host '%s' is not loopback; use http://%s".formatted(host, LOOPBACK));
    }
  }

  private static final class ForeignHostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignHostException(String message) {
      super(message);
    }
  }

  private void answer(Context context, Verbs verbs, Verb verb, Map<String, String> arguments)
      throws Exception {
    String who = context.header(LabClient.AS);
    String name = who == null ? "api" : URLDecoder.decode(who, StandardCharsets.UTF_8);
    Object answer = verbs.use(verb, new Arguments(verb.words(), arguments), name);
    context.contentType(JSON_TYPE).result(json.writeValueAsBytes(answer));
  }

  private static Map<String, String> query(Context context) {
    Map<String, String> arguments = new HashMap<>();
    context.queryParamMap().forEach((name, values) -> arguments.put(name, values.get(0)));
    return arguments;
  }

  private Map<String, String> body(Context context) throws JsonProcessingException {
    Map<String, String> arguments = new HashMap<>();
    if (!context.body().isBlank()) {
      json.readValue(context.body(), new TypeReference<Map<String, String>>() {})
          .forEach(
              (name, value) -> {
                if (value != null) {
                  arguments.put(name, value);
                }
              });
    }
    return arguments;
  }

  private void fail(Exception e, Context context) {
    if (e instanceof ForeignHostException) {
      problem(context, 403, "foreign host", e.getMessage());
    } else if (e instanceof JsonProcessingException) {
      problem(context, 400, "bad request", "the body must be a JSON object of texts by name");
    } else if (e instanceof IllegalArgumentException) {
      problem(context, 400, "bad request", e.getMessage());
    } else if (e instanceof Refusal) {
      problem(context, 409, "not now", e.getMessage());
    } else {
      LOG.error("{} {} failed", context.method(), context.path(), e);
      problem(
          context, 500, "the lab failed", e.getMessage() == null ? e.toString() : e.getMessage());
    }
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
