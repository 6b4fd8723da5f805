package io.mpreg.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mpreg.wire.bin.BinaryException;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.util.Set;

/**
 * Whatever bytes come: a decoder reads them or refuses them with its own exception, and what it has
 * read can be written. With {@code JAZZER_FUZZ=1} in the environment Jazzer looks for bytes that
 * break this; else the inputs that are kept are tried.
 */
class DecoderFuzzTest {

    @FuzzTest
    void json(byte[] bytes) {
        try {
            Json.parse(Json.write(Json.parse(bytes)));
        } catch (JsonException expected) {
            return;
        }
    }

    @FuzzTest
    void request(byte[] bytes) {
        try {
            Json.write(Json.parse(bytes, Set.of("payload", "value", "commands")));
        } catch (JsonException expected) {
            return;
        }
    }

    @FuzzTest
    void binary(byte[] bytes) {
        try {
            BinaryReader in = new BinaryReader(bytes);
            int type;
            while ((type = in.next()) >= 0) {
                message(in, type);
            }
        } catch (BinaryException expected) {
            return;
        }
    }

    private static void message(BinaryReader in, int type) {
        switch (type) {
            case MessageType.JSON:
                request(in);
                break;
            case MessageType.PUBLISH:
                in.number();
                PublishForm.publication(in);
                break;
            case MessageType.PUBLISHED:
                in.number();
                PublishForm.receipt(in);
                break;
            case MessageType.MESSAGE:
                PublishForm.pushed(in);
                break;
            default:
                break;
        }
    }

    private static void request(BinaryReader in) {
        try {
            Json.parse(in.rest());
        } catch (JsonException expected) {
            return;
        }
    }
}
