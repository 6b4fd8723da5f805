package io.mpreg.engine.route;

import io.mpreg.engine.topic.TopicPattern;

/**
 * A party that a message reaches.
 *
 * @param interest who
 * @param pattern the pattern that led there; one of them if several did
 * @param node where it is
 * @param cluster the cluster of that node
 * @param weight its share where one of several is chosen
 */
public record Target(
        Interest interest, TopicPattern pattern, String node, String cluster, double weight) {}
