package dev.incidentlab.acceptance.external;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key with a certificate of its own making for 127.0.0.1, as the JDK's keytool makes it.
 *
 * @param keyStore PKCS 12, for servers
 * @param trustStore PKCS 12, the certificate alone, for clients
 * @param password of both
 */
record TlsIdentity(Path keyStore, Path trustStore, String password) {
  private static final String TYPE = "PKCS12";

  static TlsIdentity make(Path folder, String password) throws IOException, InterruptedException {
    TlsIdentity made =
        new TlsIdentity(folder.resolve("server.p12"), folder.resolve("trust.p12"), password);
    Path certificate = folder.resolve("server.crt");
    made.keytool(
        made.keyStore(),
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2");
    made.keytool(made.keyStore(), "-exportcert", "-file", certificate.toString());
    made.keytool(made.trustStore(), "-importcert", "-noprompt", "-file", certificate.toString());
    return made;
  }

  private void keytool(Path store, String verb, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of(verb, "-alias", "platform", "-keystore", store.toString(), "-storetype", TYPE));
    command.addAll(List.of("-storepass:env", "STORE_PASSWORD"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STORE_PASSWORD", password);
    Process keytool = builder.start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool %s failed: %s".formatted(verb, said.strip()));
    }
  }

  /** For a server that has the key, or a client that trusts it. */
  SSLContext context() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(keyStore), password.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load(trustStore));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }
}
