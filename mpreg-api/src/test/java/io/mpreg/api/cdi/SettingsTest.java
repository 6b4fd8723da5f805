package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregConfigException;
import io.mpreg.client.RemoteOptions;
import io.mpreg.wire.DurationText;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static Settings read(Map<String, String> values) {
        return Settings.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void withoutAnythingANodeInThisJvmIsMeant() {
        Settings settings = read(Map.of());
        assertThat(settings.remote()).isEmpty();
        assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read(Map.of(Settings.URL, " ")).remote()).isEmpty();
    }

    @Test
    void anAddressAndItsOptions(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        Path token = Files.writeString(folder.resolve("token"), "abc");
        RemoteOptions options =
                read(Map.of(
                                Settings.URL, "ws://a/ws, ws://b/ws",
                                Settings.USER, "user",
                                Settings.PASSWORD_FILE, password.toString(),
                                Settings.TIMEOUT, "5s",
                                Settings.PATIENCE, "PT2S"))
                        .remote()
                        .orElseThrow();
        assertThat(options.urls()).hasSize(2);
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.patience()).isEqualTo(Duration.ofSeconds(2));
        assertThat(header(options)).isEqualTo("Basic dXNlcjpzZWNyZXQ=");
        RemoteOptions bearer =
                read(Map.of(Settings.URL, "ws://a/ws", Settings.TOKEN_FILE, token.toString()))
                        .remote()
                        .orElseThrow();
        assertThat(header(bearer)).isEqualTo("Bearer abc");
        assertThat(bearer.tls()).isEmpty();
        // What was exchanged is shown at the next connection.
        Files.writeString(token, "def");
        assertThat(header(bearer)).isEqualTo("Bearer def");
        Files.delete(token);
        assertThatThrownBy(() -> header(bearer))
                .isInstanceOf(MpregConfigException.class)
                .hasMessageContaining("mpreg.client.token-file: the file");
    }

    private static String header(RemoteOptions options) {
        return options.credentials().orElseThrow().header();
    }

    @Test
    void keyStoresAreUsedOrRefused(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        Path store = folder.resolve("store.p12");
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (OutputStream out = Files.newOutputStream(store)) {
            empty.store(out, "secret".toCharArray());
        }
        RemoteOptions options =
                read(Map.of(
                                Settings.URL, "wss://a/ws",
                                KeyStores.OWN, store.toString(),
                                KeyStores.OWN_PASSWORD, password.toString()))
                        .remote()
                        .orElseThrow();
        assertThat(options.tls()).isPresent();
        Path other = Files.writeString(folder.resolve("other"), "other");
        for (Map<String, String> wrong :
                List.of(
                        Map.of(
                                KeyStores.TRUSTED, store.toString(),
                                KeyStores.TRUSTED_PASSWORD, other.toString()),
                        Map.of(KeyStores.TRUSTED, "/nowhere"),
                        Map.of(
                                KeyStores.TRUSTED,
                                store.toString(),
                                KeyStores.TRUSTED_PASSWORD,
                                "/nowhere"))) {
            Map<String, String> all = new HashMap<>(wrong);
            all.put(Settings.URL, "wss://a/ws");
            assertThatThrownBy(() -> read(all))
                    .as("%s", wrong)
                    .isInstanceOf(MpregConfigException.class)
                    .hasMessageContaining(KeyStores.TRUSTED);
        }
    }

    @Test
    void everyProblemIsTold() {
        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                Settings.URL, "http://a",
                                                Settings.TIMEOUT, "soon",
                                                Settings.PATIENCE, "-1s")))
                .isInstanceOf(MpregConfigException.class)
                .hasMessageContaining("mpreg.client.url: ")
                .hasMessageContaining("mpreg.client.timeout is 'soon'")
                .hasMessageContaining("mpreg.client.patience is '-1s'");
        assertThatThrownBy(() -> read(Map.of(Settings.URL, "ws://a", Settings.USER, "u")))
                .hasMessageContaining("belong together, one is missing");
        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                Settings.URL, "ws://a",
                                                Settings.TOKEN_FILE, "/nowhere")))
                .hasMessageContaining(
                        "mpreg.client.token-file: the file '/nowhere' cannot be read");
    }

    @Test
    void durationsAsPeopleWriteThem() {
        assertThat(DurationText.parse("500ms")).contains(Duration.ofMillis(500));
        assertThat(DurationText.parse("30S")).contains(Duration.ofSeconds(30));
        assertThat(DurationText.parse("5m")).contains(Duration.ofMinutes(5));
        assertThat(DurationText.parse("1d")).contains(Duration.ofDays(1));
        assertThat(DurationText.parse("PT1H")).contains(Duration.ofHours(1));
        assertThat(DurationText.parse("0s")).isEmpty();
        assertThat(DurationText.parse("10")).isEmpty();
        assertThat(DurationText.parse("999999999999d")).isEmpty();
    }
}
