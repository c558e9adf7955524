package dev.incidentlab.cli.view;

import dev.incidentlab.api.StatusAnswers.MessageView;
import java.util.ArrayList;
import java.util.List;

/** What people wrote to the one on call. */
final class MessagesView {
  private MessagesView() {}

  static List<String> lines(List<MessageView> messages, Style style) {
    List<String> lines = new ArrayList<>();
    for (MessageView message : messages) {
      boolean waits = !message.options().isEmpty() && !message.answered();
      lines.add(
          "%s  %s at %s%s"
              .formatted(
                  style.paint(waits ? Tone.WARNING : Tone.STRONG, message.id()),
                  message.from(),
                  Figures.time(message.at()),
                  message.answered() ? ", answered" : ""));
      lines.addAll(Text.indented("  ", message.text()));
      if (waits) {
        lines.add(
            "  ./lab say TEXT --to %s --answer %s"
                .formatted(message.id(), String.join("|", message.options())));
      }
    }
    return lines;
  }
}
