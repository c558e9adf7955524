package dev.incidentlab.ingest;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DigestFile;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.Staged;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What one subtask wrote between two checkpoints.
 *
 * @param staged files that no commit names yet; of a replay, digests too
 * @param ranges the offsets whose records are in them or in the dead letters
 */
record Committable(Staged staged, Map<SourcePartition, OffsetRange> ranges) {

  /** Kept in checkpoints; the version changes with the format. */
  static final class Serializer implements SimpleVersionedSerializer<Committable> {
    private static final int VERSION = 2;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(Committable committable) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(committable.staged().files().size());
      for (DataFile file : committable.staged().files()) {
        byte[] content = file.toBytes();
        out.writeInt(content.length);
        out.write(content);
      }
      out.writeInt(committable.staged().digests().size());
      for (DigestFile file : committable.staged().digests()) {
        out.writeUTF(file.path());
        out.writeLong(file.eventDate().toEpochDay());
      }
      out.writeInt(committable.ranges().size());
      for (Map.Entry<SourcePartition, OffsetRange> range : committable.ranges().entrySet()) {
        out.writeUTF(range.getKey().topicId());
        out.writeInt(range.getKey().partition());
        out.writeLong(range.getValue().from());
        out.writeLong(range.getValue().to());
      }
      return bytes.toByteArray();
    }

    @Override
    public Committable deserialize(int version, byte[] serialized) throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "the checkpoint holds committables of version %d, this job reads version %d; start it"
                    .formatted(version, VERSION)
                + " without the checkpoint: the table's own position tells where to go on");
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
      List<DataFile> files = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        files.add(DataFile.fromBytes(in.readNBytes(in.readInt())));
      }
      List<DigestFile> digests = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        digests.add(new DigestFile(in.readUTF(), LocalDate.ofEpochDay(in.readLong())));
      }
      Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        SourcePartition partition = new SourcePartition(in.readUTF(), in.readInt());
        ranges.put(partition, new OffsetRange(in.readLong(), in.readLong()));
      }
      return new Committable(new Staged(files, digests), ranges);
    }
  }
}
