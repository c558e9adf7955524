package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.LetterAnswers.DeadLetter;
import dev.incidentlab.api.LetterAnswers.DeadLetterView;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.LetterAnswers.DecodedField;
import dev.incidentlab.api.LetterAnswers.Decoding;
import dev.incidentlab.api.LetterAnswers.LetterHeader;
import dev.incidentlab.api.LetterAnswers.Redrive;
import dev.incidentlab.api.LetterAnswers.TriedLetter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterViewsTest {
  private static final Style PLAIN = new Style(false);
  private static final DeadLetterView OPEN =
      new DeadLetterView(
          7,
          "ad-events",
          2,
          123456,
          "2026-03-03T09:21:05Z",
          "2",
          "UNKNOWN_SCHEMA_ID",
          List.of("ingest-fact_ad_events"),
          "",
          "");

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private static DeadLetters page(List<DeadLetterView> letters, String which, Long next) {
    return new DeadLetters(
        "fact_ad_events",
        "ad-events.dead-letters",
        which,
        letters,
        letters.size(),
        Map.of("UNKNOWN_SCHEMA_ID", (long) letters.size()),
        0,
        next,
        "");
  }

  @Test
  void aLetterIsALine() {
    List<String> lines = DeadLetterViews.list(page(List.of(OPEN), "unresolved", null), PLAIN);

    assertThat(lines)
        .containsExactly(
            "NO  LETTER              TIME      ID  REASON             BY, RESOLVED",
            " 7  ad-events/2/123456  09:21:05   2  UNKNOWN_SCHEMA_ID  ingest-fact_ad_events",
            "ad-events.dead-letters has 1 unresolved letters: 1 UNKNOWN_SCHEMA_ID");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }

  @Test
  void aResolvedLetterSaysByWhom() {
    DeadLetterView resolved =
        new DeadLetterView(
            8,
            "ad-events",
            0,
            1,
            "2026-03-03T09:21:05Z",
            "",
            "MALFORMED",
            List.of(),
            "redriven",
            "redrive-1 of ada");

    assertThat(text(DeadLetterViews.list(page(List.of(resolved), "all", null), PLAIN)))
        .contains("-  MALFORMED  -; redriven by redrive-1")
        .contains("has 1 letters");
  }

  @Test
  void aCutListSaysHowToGetTheRest() {
    assertThat(DeadLetterViews.list(page(List.of(OPEN), "unresolved", 7L), PLAIN))
        .endsWith(
            "cut after 1; the rest: ./lab dead-letters list --table fact_ad_events --after 7");
    assertThat(DeadLetterViews.list(page(List.of(OPEN), "all", 7L), PLAIN))
        .endsWith(
            "cut after 1; the rest: ./lab dead-letters list --table fact_ad_events --all --after 7");
  }

  @Test
  void noLettersAreSaidToBeNone() {
    assertThat(DeadLetterViews.list(page(List.of(), "unresolved", null), PLAIN))
        .containsExactly("ad-events.dead-letters has no unresolved letters");
  }

  @Test
  void aLetterIsShownWithItsBytesAndAsEachSchemaReadsIt() {
    byte[] value = {0, 0, 0, 0, 2, 'D', 'E'};
    Decoding pinned =
        new Decoding("v1", List.of(new DecodedField("id", "a", 5, 6)), "type: no symbol 4", 6, 1);
    Decoding shorter = new Decoding("v0", List.of(new DecodedField("id", "a", 5, 6)), null, 6, 1);
    Decoding whole =
        new Decoding(
            "registry, id 2",
            List.of(new DecodedField("id", "a", 5, 6), new DecodedField("type", "VIEW", 6, 7)),
            null,
            7,
            0);
    DeadLetter letter =
        new DeadLetter(
            OPEN,
            List.of(new LetterHeader("h.trace", "X: bad\n\tat y\n\tat z")),
            Base64.getEncoder().encodeToString(value),
            List.of(pinned, shorter, whole),
            "");

    assertThat(DeadLetterViews.show(letter, PLAIN))
        .containsExactly(
            "ad-events/2/123456  record time 09:21:05, unresolved",
            "",
            "h.trace",
            "    X: bad (and 2 more lines; --json has them)",
            "",
            "value, 7 bytes",
            "000000  00 00 00 00 02 44 45" + " ".repeat(30) + ".....DE",
            "",
            "FIELD  v1  v0  registry, id 2",
            "id     a   a   a",
            "type   -   -   VIEW",
            "v1              stopped at byte 6, 1 bytes unread: type: no symbol 4",
            "v0              stopped at byte 6, 1 bytes unread: it is not what this schema",
            "                wrote",
            "registry, id 2  every byte is read");
  }

  @Test
  void aLongValueIsCut() {
    List<String> lines = HexDump.lines(new byte[300], 256);

    assertThat(lines)
        .hasSize(17)
        .endsWith("cut: 256 of 300 bytes; --json has all of them, in Base64");
    assertThat(lines.get(15)).startsWith("0000f0  00");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }

  @Test
  void aRedriveAccountsForEveryLetter() {
    Redrive redrive =
        new Redrive(
            "redrive-1", "fact_ad_events", "registry", 4, 12, 7, 1, 2, 0, 2, List.of(), 2.34, "");

    assertThat(text(RedriveView.lines(redrive, PLAIN)))
        .containsPattern("letters read +12")
        .containsPattern("inserted +7")
        .containsPattern("still undecodable +2")
        .contains("redrive-1 into fact_ad_events with decoder registry: 10 letters resolved, 2.3 s")
        .contains("left out: 4 letters")
        .doesNotContain("see ./lab flag list");
  }

  @Test
  void aDryRunSaysWhatWouldDecode() {
    List<TriedLetter> tried =
        IntStream.range(0, 41)
            .mapToObj(
                i -> new TriedLetter("t/0/" + i, i == 0 ? "MALFORMED" : null, i == 0 ? "x" : null))
            .toList();
    Redrive redrive = new Redrive(null, "t", "pinned", 0, 41, 0, 0, 0, 0, 1, tried, 0.1, "");

    assertThat(text(RedriveView.lines(redrive, PLAIN)))
        .contains("t/0/0   no            MALFORMED: x", "t/0/1   yes")
        .contains("cut: 40 of 41; --json has all of them")
        .contains("dry run with decoder pinned: of 41 letters 40 would decode, 1 would not")
        .contains("the decoder is pinned: see ./lab flag list");
  }
}
