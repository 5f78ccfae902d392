package io.vestibule.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes a record under a schema that is not its own (the newest of a subject, or one by ID): encoded as itself, resolved
 * like any old record, encoded again. Slower, and right where fields differ in order or number.
 */
final class ConvertingWriter implements DatumWriter<SpecificRecord> {

    private final SpecificDatumWriter<SpecificRecord> ownWriter;
    private final GenericDatumReader<GenericRecord> resolver;
    private final GenericDatumWriter<GenericRecord> wireWriter;

    ConvertingWriter(Schema own, Schema onWire) {
        this.ownWriter = new SpecificDatumWriter<>(own);
        this.resolver = new GenericDatumReader<>(own, onWire);
        this.wireWriter = new GenericDatumWriter<>(onWire);
    }

    /** @return whether both schemas have the same bytes for the same record */
    static boolean sameLayout(Schema own, Schema onWire) {
        return own == onWire
                || SchemaNormalization.toParsingForm(own).equals(SchemaNormalization.toParsingForm(onWire));
    }

    @Override
    public void setSchema(Schema schema) {
        throw new UnsupportedOperationException("both schemas are fixed");
    }

    @Override
    public void write(SpecificRecord value, Encoder out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        ownWriter.write(value, encoder);
        GenericRecord resolved = resolver.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        wireWriter.write(resolved, out);
    }
}
