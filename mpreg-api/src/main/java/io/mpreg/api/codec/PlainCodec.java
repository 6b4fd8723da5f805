package io.mpreg.api.codec;

import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Values of JDK types and records, by reflection over public API only. */
final class PlainCodec extends JsonCodec {

    static final PlainCodec INSTANCE = new PlainCodec();

    private PlainCodec() {}

    @Override
    protected byte[] write(Object value) {
        try {
            return Json.write(PlainTree.of(value));
        } catch (JsonException e) {
            throw unwritable(value.getClass(), e);
        }
    }

    @Override
    protected @Nullable Object read(byte[] utf8, Type type) {
        return PlainValue.of(tree(utf8, type), type);
    }

    @Override
    public String toString() {
        return "plain codec (no JSON-B)";
    }
}
