package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.client.Credentials;
import io.mpreg.client.RemoteOptions;
import io.mpreg.wire.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an application wants to reach its node.
 *
 * @param remote where to connect to; empty for a node in this JVM
 * @param patience how long an operation waits for a node
 */
record Settings(Optional<RemoteOptions> remote, Duration patience) {

    static final String URL = "mpreg.client.url";
    static final String USER = "mpreg.client.user";
    static final String PASSWORD_FILE = "mpreg.client.password-file";
    static final String TOKEN_FILE = "mpreg.client.token-file";
    static final String TIMEOUT = "mpreg.client.timeout";
    static final String PATIENCE = "mpreg.client.patience";

    /** What operations wait for a node unless it is set. */
    static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Reads the settings.
     *
     * @param source the value of a key, if it is set
     * @throws MpregException {@link ErrorCode#BAD_CONFIGURATION} with every problem there is
     */
    static Settings read(Function<String, Optional<String>> source) {
        Reading reading = new Reading(source);
        Duration patience = reading.duration(PATIENCE, DEFAULT_PATIENCE);
        Duration timeout = reading.duration(TIMEOUT, DEFAULT_TIMEOUT);
        Optional<RemoteOptions> remote =
                reading.remote().map(options -> options.timeout(timeout).patience(patience));
        if (!reading.problems.isEmpty()) {
            throw MpregException.of(
                    ErrorCode.BAD_CONFIGURATION,
                    "the client's configuration is wrong: " + String.join("; ", reading.problems),
                    Map.of("problems", List.copyOf(reading.problems)));
        }
        return new Settings(remote, patience);
    }

    /** One reading, with what is wrong. <b>Not</b> thread-safe. */
    private static final class Reading {

        private final Function<String, Optional<String>> source;
        private final List<String> problems = new ArrayList<>();

        Reading(Function<String, Optional<String>> source) {
            this.source = source;
        }

        private Optional<String> text(String key) {
            return source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
        }

        Duration duration(String key, Duration otherwise) {
            return text(key)
                    .map(text -> DurationText.parse(text).orElseGet(() -> noDuration(key, text)))
                    .orElse(otherwise);
        }

        private Duration noDuration(String key, String text) {
            problems.add(
                    key + " is '" + text + "', should be a positive duration such as 500ms or 30s");
            return Duration.ZERO;
        }

        Optional<RemoteOptions> remote() {
            Optional<String> urls = text(URL);
            if (urls.isEmpty()) {
                return Optional.empty();
            }
            try {
                RemoteOptions options = authenticated(RemoteOptions.to(urls.get().split(",")));
                return Optional.of(encrypted(options));
            } catch (MpregException e) {
                problems.add(URL + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        private RemoteOptions authenticated(RemoteOptions options) {
            Optional<String> user = text(USER);
            Optional<String> password = text(PASSWORD_FILE);
            Optional<String> token = text(TOKEN_FILE);
            if (user.isPresent() != password.isPresent()) {
                problems.add(USER + " and " + PASSWORD_FILE + " belong together, one is missing");
            }
            if (user.isPresent() && token.isPresent()) {
                problems.add(USER + " and " + TOKEN_FILE + " exclude each other");
            }
            if (!problems.isEmpty()) {
                return options;
            }
            if (token.isPresent()) {
                SecretFile file = new SecretFile(TOKEN_FILE, token.get());
                return isReadable(file)
                        ? options.credentials(Credentials.bearer(file::text))
                        : options;
            }
            if (user.isPresent()) {
                SecretFile file = new SecretFile(PASSWORD_FILE, password.orElseThrow());
                return isReadable(file)
                        ? options.credentials(Credentials.basic(user.get(), file::text))
                        : options;
            }
            return options;
        }

        private RemoteOptions encrypted(RemoteOptions options) {
            try {
                return new KeyStores(this::text).context().map(options::tls).orElse(options);
            } catch (MpregException e) {
                problems.add(e.getMessage());
                return options;
            }
        }

        private boolean isReadable(SecretFile file) {
            try {
                file.text();
                return true;
            } catch (MpregException e) {
                problems.add(e.getMessage());
                return false;
            }
        }
    }
}
