package io.mpreg.engine.route;

import io.mpreg.engine.topic.TopicPattern;

/**
 * A party under one of its patterns: what the table holds.
 *
 * @param pattern the pattern
 * @param interest who
 */
record Filed(TopicPattern pattern, Interest interest) {}
