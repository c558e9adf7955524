package dev.incidentlab.stack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Whether a component answers as one that is up would. */
@FunctionalInterface
interface HealthCheck {

  int TIMEOUT_MILLIS = 2_000;

  /** False too if the answer cannot be had within two seconds. */
  boolean answers();

  /** A GET with a 2xx status. */
  static HealthCheck http(URI uri) {
    return http(uri, body -> true);
  }

  /** A GET with a 2xx status and a body (UTF-8) that satisfies the predicate. */
  static HealthCheck http(URI uri, Predicate<String> body) {
    return () -> {
      try {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (connection.getResponseCode() / 100 != 2) {
          return false;
        }
        try (InputStream in = connection.getInputStream()) {
          return body.test(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        return false;
      }
    };
  }

  /**
   * An ApiVersions request, version 0, as the Kafka protocol guide has it: a broker answers it as
   * soon as it serves clients, and asking so needs no client library.
   */
  static HealthCheck kafka(String host, int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        int correlation = 0x1ab;
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(10);
        out.writeShort(18);
        out.writeShort(0);
        out.writeInt(correlation);
        out.writeShort(-1);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readInt() >= 6 && in.readInt() == correlation && in.readShort() == 0;
      } catch (IOException e) {
        return false;
      }
    };
  }
}
