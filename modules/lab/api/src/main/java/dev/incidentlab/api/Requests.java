package dev.incidentlab.api;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is asked of each verb, by subject in classes of their own. */
final class Requests {
  static final Map<Verb, Request> BY_VERB = byVerb();

  private Requests() {}

  private static Map<Verb, Request> byVerb() {
    Map<Verb, Request> requests = new EnumMap<>(Verb.class);
    Stream.of(
            StoryRequests.ALL,
            PlatformRequests.ALL,
            TableRequests.ALL,
            DownstreamRequests.ALL,
            RepairRequests.ALL)
        .flatMap(List::stream)
        .forEach(
            request -> {
              if (requests.put(request.verb(), request) != null) {
                throw new IllegalStateException(request.verb() + " is described twice");
              }
            });
    for (Verb verb : Verb.values()) {
      if (!requests.containsKey(verb)) {
        throw new IllegalStateException(verb + " is not described; add it to one of the Requests");
      }
    }
    return requests;
  }
}
