package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom an application trusts, and which certificate it shows, from files that it names. */
final class KeyStores {

    static final String TRUSTED = "mpreg.client.trust-store";
    static final String TRUSTED_PASSWORD = "mpreg.client.trust-store-password-file";
    static final String OWN = "mpreg.client.key-store";
    static final String OWN_PASSWORD = "mpreg.client.key-store-password-file";

    private final Function<String, Optional<String>> source;

    /**
     * @param source the value of a key, if it is set
     */
    KeyStores(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /**
     * What the settings say; empty if they say nothing, and the JVM's default is meant.
     *
     * @throws MpregException {@link ErrorCode#BAD_CONFIGURATION} if a store cannot be used
     */
    Optional<SSLContext> context() {
        if (source.apply(TRUSTED).isEmpty() && source.apply(OWN).isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw wrong(OWN + " or " + TRUSTED, e);
        }
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException {
        Optional<String> file = source.apply(OWN);
        if (file.isEmpty()) {
            return null;
        }
        char[] password = password(OWN_PASSWORD);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(OWN, file.get(), password), password);
        return keys.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException {
        Optional<String> file = source.apply(TRUSTED);
        if (file.isEmpty()) {
            return null;
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(TRUSTED, file.get(), password(TRUSTED_PASSWORD)));
        return trust.getTrustManagers();
    }

    private char @Nullable [] password(String key) {
        return source.apply(key)
                .map(path -> new SecretFile(key, path).text().toCharArray())
                .orElse(null);
    }

    private static KeyStore store(String key, String file, char @Nullable [] password) {
        try {
            return KeyStore.getInstance(new File(file), password);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw wrong(key, e);
        }
    }

    private static MpregException wrong(String key, Exception cause) {
        return MpregException.of(
                ErrorCode.BAD_CONFIGURATION,
                key + ": the key store cannot be used: " + cause,
                Map.of("key", key),
                cause);
    }
}
