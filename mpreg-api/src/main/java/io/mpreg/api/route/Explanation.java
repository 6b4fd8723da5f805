package io.mpreg.api.route;

import io.mpreg.api.MpregSystem;
import java.util.List;

/**
 * Who would receive a message, and why.
 *
 * @param topic the topic that was asked about
 * @param receivers everyone who would get it
 * @param excluded everyone whose pattern matches and who would not
 * @param path the nodes on the way
 * @param estimatedLatencyMs how long it is likely to take, in milliseconds
 * @param policy the id of the policy that applies; {@code default} if none does
 * @since 0.1
 */
public record Explanation(
        String topic,
        List<Receiver> receivers,
        List<Exclusion> excluded,
        List<String> path,
        double estimatedLatencyMs,
        String policy) {

    /**
     * Someone who would get the message.
     *
     * @param system the system that it belongs to
     * @param id its id there: a subscription, a queue, a provider, a rule
     * @param node where it is
     * @param cluster the cluster of that node
     * @param pattern the pattern that matched
     * @param why in words
     */
    public record Receiver(
            MpregSystem system,
            String id,
            String node,
            String cluster,
            String pattern,
            String why) {}

    /**
     * Someone whose pattern matches and who would not get the message.
     *
     * @param reason in words
     */
    public record Exclusion(
            MpregSystem system,
            String id,
            String node,
            String cluster,
            String pattern,
            String reason) {}

    public Explanation {
        receivers = List.copyOf(receivers);
        excluded = List.copyOf(excluded);
        path = List.copyOf(path);
    }
}
