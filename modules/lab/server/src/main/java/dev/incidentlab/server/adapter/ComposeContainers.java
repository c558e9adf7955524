package dev.incidentlab.server.adapter;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentControl;
import dev.incidentlab.stack.StackStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The components of one compose project, by the container engine's API. Containers of other
 * projects are neither seen nor touched.
 */
public final class ComposeContainers implements ComponentControl {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 200;

  /** The services of {@code docker-compose.yml}. */
  private static final Map<Component, String> SERVICES =
      Map.of(
          Component.KAFKA, "kafka",
          Component.REGISTRY, "schema-registry",
          Component.FLINK_JOBMANAGER, "jobmanager",
          Component.FLINK_TASKMANAGER, "taskmanager-1");

  private final DockerClient engine;
  private final String project;

  /**
   * @param socket the engine's
   * @param project the name of the compose project
   */
  public ComposeContainers(Path socket, String project) {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix://" + socket)
            .withDockerTlsVerify(false)
            .build();
    this.engine =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .responseTimeout(ANSWER_LIMIT)
                .build());
    this.project = project;
  }

  @Override
  public void kill(Component component) {
    act(component, "killed", id -> engine.killContainerCmd(id).exec());
  }

  @Override
  public void pause(Component component) {
    act(component, "paused", id -> engine.pauseContainerCmd(id).exec());
  }

  @Override
  public void unpause(Component component) {
    act(component, "unpaused", id -> engine.unpauseContainerCmd(id).exec());
  }

  /** Restarts the container, and waits until its health check passes. */
  @Override
  public void restart(Component component) throws StackStartException {
    try {
      act(component, "restarted", id -> engine.restartContainerCmd(id).exec());
      awaitHealth(component, id(component));
    } catch (IllegalStateException e) {
      throw new StackStartException(component, e.getMessage(), e);
    }
  }

  private void act(Component component, String done, Consumer<String> what) {
    String id = id(component);
    try {
      what.accept(id);
    } catch (DockerException e) {
      throw new IllegalStateException(
          "%s, service %s of compose project '%s', cannot be %s: %s"
              .formatted(component, SERVICES.get(component), project, done, reason(e)),
          e);
    }
  }

  private String id(Component component) {
    String service = SERVICES.get(component);
    if (service == null) {
      throw new IllegalStateException(component + " is no service of the compose project");
    }
    List<Container> found = containers(service);
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "compose project '%s' has no container of service %s".formatted(project, service));
    }
    return found.get(0).getId();
  }

  private List<Container> containers(String service) {
    try {
      return engine
          .listContainersCmd()
          .withShowAll(true)
          .withLabelFilter(Map.of(PROJECT, project, SERVICE, service))
          .exec();
    } catch (RuntimeException e) {
      // The client has none of its own for an engine that is not there.
      throw new IllegalStateException(
          "the container engine does not answer: %s; see LAB_ENGINE_SOCKET and LAB_ENGINE_GROUP in .env"
              .formatted(reason(e)),
          e);
    }
  }

  private void awaitHealth(Component component, String id) throws StackStartException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (true) {
        ContainerState state = engine.inspectContainerCmd(id).exec().getState();
        boolean checked = state.getHealth() != null;
        if (Boolean.TRUE.equals(state.getRunning())
            && (!checked || "healthy".equals(state.getHealth().getStatus()))) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new StackStartException(
              component,
              "%s is %s and not healthy %d s after its restart; see `docker logs %s`"
                  .formatted(
                      component, state.getStatus(), START_LIMIT.toSeconds(), id.substring(0, 12)),
              null);
        }
        // The engine tells of health by events, too; looking is simpler and as good here.
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackStartException(
          component, "the restart of %s was interrupted".formatted(component), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).strip();
  }
}
