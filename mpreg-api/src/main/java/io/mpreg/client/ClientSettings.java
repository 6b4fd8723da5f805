package io.mpreg.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How a client treats its connection.
 *
 * @param application the name of the application, for the node's monitor
 * @param timeout how long a request may take
 * @param patience how long a request waits for a connection
 * @param openRequests how many requests may wait for replies
 * @param window how many messages of a subscription may wait in the client
 * @param heartbeat the time between two pings
 * @param missedBeats after how many unanswered pings the connection is given up
 * @param packFrom from how many bytes on messages are packed, in both directions; 0 for none
 */
record ClientSettings(
        String application,
        Duration timeout,
        Duration patience,
        int openRequests,
        int window,
        Duration heartbeat,
        int missedBeats,
        int packFrom) {

    ClientSettings {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(heartbeat, "heartbeat");
    }

    static ClientSettings of(String application) {
        return new ClientSettings(
                application,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                10_000,
                512,
                Duration.ofSeconds(20),
                3,
                0);
    }

    ClientSettings times(Duration request, Duration connection) {
        return new ClientSettings(
                application,
                request,
                connection,
                openRequests,
                window,
                heartbeat,
                missedBeats,
                packFrom);
    }

    ClientSettings packFrom(int bytes) {
        return new ClientSettings(
                application,
                timeout,
                patience,
                openRequests,
                window,
                heartbeat,
                missedBeats,
                bytes);
    }

    Duration firstRetry() {
        return Duration.ofMillis(100);
    }

    Duration longestRetry() {
        return Duration.ofSeconds(10);
    }
}
