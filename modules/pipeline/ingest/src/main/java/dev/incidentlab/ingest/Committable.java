package dev.incidentlab.ingest;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What one subtask wrote between two checkpoints: files that no commit names yet, and the offsets
 * whose records are in them or in the dead letters.
 */
record Committable(List<DataFile> files, Map<SourcePartition, OffsetRange> ranges) {

  /** Kept in checkpoints; the version changes with the format. */
  static final class Serializer implements SimpleVersionedSerializer<Committable> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(Committable committable) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(committable.files().size());
      for (DataFile file : committable.files()) {
        byte[] content = file.toBytes();
        out.writeInt(content.length);
        out.write(content);
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
      Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        SourcePartition partition = new SourcePartition(in.readUTF(), in.readInt());
        ranges.put(partition, new OffsetRange(in.readLong(), in.readLong()));
      }
      return new Committable(files, ranges);
    }
  }
}
