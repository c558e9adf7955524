package dev.incidentlab.delta;

import io.delta.standalone.types.BooleanType;
import io.delta.standalone.types.DataType;
import io.delta.standalone.types.DateType;
import io.delta.standalone.types.DoubleType;
import io.delta.standalone.types.IntegerType;
import io.delta.standalone.types.LongType;
import io.delta.standalone.types.StringType;
import io.delta.standalone.types.StructField;
import io.delta.standalone.types.StructType;
import io.delta.standalone.types.TimestampType;
import org.apache.avro.Schema;

/** The table's schema in Delta's own types: the rows' columns and the partition column. */
final class DeltaTypes {

  private DeltaTypes() {}

  static StructType tableType(TableSchema schema) {
    return struct(schema.rows())
        .add(new StructField(TableSchema.PARTITION_COLUMN, new DateType(), false));
  }

  /** The branch of a nullable union that is not null, else the schema itself. */
  static Schema nonNull(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(t -> t.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow();
  }

  private static StructType struct(Schema record) {
    return new StructType(
        record.getFields().stream()
            .map(f -> new StructField(f.name(), type(nonNull(f.schema())), f.schema().isNullable()))
            .toArray(StructField[]::new));
  }

  private static DataType type(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> new StringType();
      case INT -> new IntegerType();
      case LONG -> schema.getLogicalType() == null ? new LongType() : new TimestampType();
      case DOUBLE -> new DoubleType();
      case BOOLEAN -> new BooleanType();
      case RECORD -> struct(schema);
      default -> throw new IllegalArgumentException("no Delta type for " + schema);
    };
  }
}
