package io.mpreg.it.contract;

import io.mpreg.wire.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys and certificates of one build, made by the JDK's keytool before the servers start: an
 * authority, the server, the users ann and mallory, whom the registries do not know, a certificate
 * of ann's that the authority has not issued, and the issuer of tokens.
 */
final class TestKeys {

    static final String PASSWORD = "changeit";
    static final String ISSUER = "https://issuer.example";

    /** A certificate with ann's name that nobody trusts. */
    static final String FORGED = "forged";

    private static final String ALL = "all";
    private static final String AUTHORITY = "authority";
    private static final String TOKENS = "issuer";
    private static final char[] SECRET = PASSWORD.toCharArray();
    private static final long HOUR = 3600;

    private TestKeys() {}

    /** Makes them in a folder, unless they are there. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        if (Files.exists(folder.resolve("password"))) {
            return;
        }
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(ALL + ".p12"));
        make(folder, AUTHORITY, "CN=authority", List.of("-ext", "bc:c"));
        List<String> signed = List.of("-signer", AUTHORITY);
        List<String> names = new ArrayList<>(signed);
        names.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
        make(folder, "server", "CN=node", names);
        make(folder, "ann", "CN=ann", signed);
        make(folder, "mallory", "CN=mallory", signed);
        make(folder, FORGED, "CN=ann", List.of());
        make(folder, TOKENS, "CN=issuer", List.of("-keyalg", "RSA", "-keysize", "2048"));
        KeyStore all = store(folder, ALL);
        for (String owner : List.of("server", "ann", "mallory", FORGED)) {
            KeyStore own = empty();
            own.setKeyEntry(
                    owner, all.getKey(owner, SECRET), SECRET, all.getCertificateChain(owner));
            write(folder, owner, own);
        }
        trust(folder, all, AUTHORITY, "clients");
        trust(folder, all, TOKENS, "tokens");
        Files.writeString(folder.resolve("password"), PASSWORD);
    }

    private static void make(Path folder, String alias, String name, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", name, "-validity", "30"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", folder.resolve(ALL + ".p12").toString()));
        if (!more.contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        command.addAll(more);
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed for " + alias + ", see " + folder);
        }
    }

    private static void trust(Path folder, KeyStore all, String alias, String name)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(alias, all.getCertificate(alias));
        write(folder, name, trusted);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void write(Path folder, String name, KeyStore store)
            throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
            store.store(out, SECRET);
        }
    }

    private static KeyStore store(Path folder, String name)
            throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(new File(folder.toFile(), name + ".p12"), SECRET);
    }

    private static Path folder() {
        return Path.of(System.getProperty("mpreg.test.keys", ""));
    }

    /** A file of the folder; {@code password} has that of all stores. */
    static Path file(String name) {
        return folder().resolve(name);
    }

    /** Trusts the server, and shows no certificate. */
    static SSLContext trusting() throws GeneralSecurityException, IOException {
        return context(new KeyManagerFactory[0]);
    }

    /** Trusts the server, and shows somebody's certificate. */
    static SSLContext showing(String owner) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(folder(), owner), SECRET);
        return context(keys);
    }

    private static SSLContext context(KeyManagerFactory... keys)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(folder(), "clients"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys.length == 0 ? null : keys[0].getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A token for ann, an administrator, that is valid for an hour. */
    static String token() throws GeneralSecurityException, IOException {
        return token(ISSUER, "mpreg", Instant.now().getEpochSecond() + HOUR, TOKENS);
    }

    /** The same, but it has expired. */
    static String expired() throws GeneralSecurityException, IOException {
        return token(ISSUER, "mpreg", Instant.now().getEpochSecond() - HOUR, TOKENS);
    }

    /** The same, but another has issued it. */
    static String ofAnother() throws GeneralSecurityException, IOException {
        String issuer = "https://elsewhere.example";
        return token(issuer, "mpreg", Instant.now().getEpochSecond() + HOUR, TOKENS);
    }

    /** The same, but for another application. */
    static String forAnother() throws GeneralSecurityException, IOException {
        return token(ISSUER, "other", Instant.now().getEpochSecond() + HOUR, TOKENS);
    }

    private static String token(String issuer, String audience, long expires, String key)
            throws GeneralSecurityException, IOException {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("sub", "17");
        claims.put("upn", "ann");
        claims.put("groups", List.of("mpreg-admin"));
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", Math.min(expires, Instant.now().getEpochSecond()) - 1);
        claims.put("exp", expires);
        String signed =
                part(Json.write(Map.of("alg", "RS256", "typ", "JWT")))
                        + "."
                        + part(Json.write(claims));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign((PrivateKey) store(folder(), ALL).getKey(key, SECRET));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + part(signature.sign());
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
