package io.mpreg.api.codec.jsonb;

import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.codec.JsonCodec;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON by the JSON-B of the server, with one {@code Jsonb} for the application.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class JsonbCodec extends JsonCodec implements ApplicationCodec {

    private final Jsonb jsonb =
            JsonbBuilder.create(
                    new JsonbConfig()
                            .withEncoding(StandardCharsets.UTF_8.name())
                            .withSerializers(new RefSerializer()));

    @Override
    protected byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            jsonb.toJson(value, out);
        } catch (JsonbException e) {
            throw unwritable(value.getClass(), root(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw unwritable(value.getClass(), e);
        }
        return out.toByteArray();
    }

    @Override
    protected @Nullable Object read(byte[] utf8, Type type) {
        try {
            return jsonb.fromJson(new ByteArrayInputStream(utf8), type);
        } catch (JsonbException e) {
            throw unreadable(type, utf8, root(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw unreadable(type, utf8, e);
        }
    }

    /** JSON-B wraps what happened; the innermost message says it. */
    private static Throwable root(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null && at.getCause().getMessage() != null) {
            at = at.getCause();
        }
        return at;
    }

    @Override
    public void close() {
        try {
            jsonb.close();
        } catch (Exception e) {
            System.getLogger(JsonbCodec.class.getName())
                    .log(System.Logger.Level.WARNING, "JSON-B did not close", e);
        }
    }

    @Override
    public String toString() {
        return "JSON-B codec (" + jsonb.getClass().getName() + ")";
    }
}
