package io.mpreg.api.codec.jsonb;

import io.mpreg.api.rpc.Ref;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;

/** Writes a reference inside a bean in the form in which a node looks for it. */
public final class RefSerializer implements JsonbSerializer<Ref> {

    @Override
    public void serialize(Ref ref, JsonGenerator generator, SerializationContext context) {
        generator.writeStartObject();
        generator.write("$ref", ref.path());
        generator.writeEnd();
    }
}
