package dev.incidentlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Begins a scenario: a folder whose files are right as they are, to be changed bit by bit. */
final class DevNewAction implements Syntax.Action {
  static final String ID = "id";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final List<String> FILES = List.of("scenario.yaml", "story.md", "debrief.md");

  @Override
  public int run(Call call) throws IOException {
    String id = call.arguments().get(ID);
    if (!NAME.matcher(id).matches()) {
      throw new UsageException(
          "dev new: '%s' is no name of a scenario; use small letters, digits and hyphens, at most 41"
              .formatted(id));
    }
    Path folder = call.project().scenarios().resolve(id);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(
          "dev new: %s is there already; choose another name, or change that one"
              .formatted(folder));
    }
    for (String file : FILES) {
      Files.writeString(folder.resolve(file), template(file).replace("ID", id));
    }
    call.terminal().print("made " + folder);
    call.terminal().print("`./lab dev check " + id + "` says whether it holds what it promises");
    return VerbAction.PASS;
  }

  private static String template(String file) throws IOException {
    try (InputStream in = DevNewAction.class.getResourceAsStream("/scaffold/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
