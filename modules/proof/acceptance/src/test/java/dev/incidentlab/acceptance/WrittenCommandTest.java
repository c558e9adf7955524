package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenCommandTest {
  private static final String BOOK =
      """
      # Book

      Look at `./lab status`, at `STATE`, and never at `job start --from latest`.

      ## Act

      | look | tool |
      |---|---|
      | who | `jq -c 'select(.a=="b" \\| .c)' runs/x.jsonl` |

      1. `./lab verify` (exits with 1 until it is repaired), then
         `./lab say "at last"`

      ```
      ./lab drill x    # brings you to the page
      ./lab score      # exits with 2 before the end
         10  what it prints
      ```
      """;

  @TempDir Path folder;

  @Test
  void commandsAreFoundInOrderWithTheirSectionsAndWhatIsClaimedOfThem() throws IOException {
    Path file = Files.writeString(folder.resolve("book.md"), BOOK);

    assertThat(WrittenCommand.in(file))
        .containsExactly(
            new WrittenCommand("book.md", "Book", "./lab status", 0),
            new WrittenCommand("book.md", "Act", "jq -c 'select(.a==\"b\" | .c)' runs/x.jsonl", 0),
            new WrittenCommand("book.md", "Act", "./lab verify", 1),
            new WrittenCommand("book.md", "Act", "./lab say \"at last\"", 0),
            new WrittenCommand("book.md", "Act", "./lab drill x", 0),
            new WrittenCommand("book.md", "Act", "./lab score", 2));
  }
}
