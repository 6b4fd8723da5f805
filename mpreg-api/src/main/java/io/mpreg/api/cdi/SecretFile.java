package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file that holds a secret and nothing else. It is read whenever the secret is needed, so that it
 * may be exchanged.
 *
 * @param key the configuration key that names it
 * @param path where it is
 */
record SecretFile(String key, String path) {

    /**
     * What it holds now, without white space around it.
     *
     * @throws MpregException {@link ErrorCode#BAD_CONFIGURATION} if it cannot be read
     */
    String text() {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | RuntimeException e) {
            throw MpregException.of(
                    ErrorCode.BAD_CONFIGURATION,
                    key + ": the file '" + path + "' cannot be read: " + e,
                    Map.of("key", key),
                    e);
        }
    }
}
