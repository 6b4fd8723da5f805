package io.mpreg.ejb.config;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.engine.cache.CacheEvent;
import io.mpreg.engine.cache.EventRule;
import io.mpreg.engine.cache.Invalidation;
import io.mpreg.engine.cache.Trigger;
import io.mpreg.engine.topic.TopicPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text forms of the cache's rules: rules parted by commas, their words by blanks. */
final class CacheRules {

    static final String TRIGGERS =
            "rules parted by commas, each '<topic pattern> <region> key|pattern|tag|dependency"
                    + " <value>'";

    static final String EVENTS =
            "rules parted by commas, each '<region pattern> <event>[+<event>...] [<field>=<value>"
                    + " | <field>><value> | <field><<value> | <field>?]...'";

    private static final Pattern COMPARISON = Pattern.compile("([^=<>?]+)([=<>])(.+)");

    private CacheRules() {}

    /** Which messages invalidate what. */
    static List<Trigger> triggers(String text) {
        return rules(text, CacheRules::trigger);
    }

    /** Which happenings are published of which regions. */
    static List<EventRule> events(String text) {
        return rules(text, CacheRules::event);
    }

    private static <T> List<T> rules(String text, Function<String[], T> rule) {
        List<T> rules = new ArrayList<>();
        for (String each : text.split(",")) {
            try {
                rules.add(rule.apply(each.strip().split("\\s+")));
            } catch (MpregRequestException e) {
                throw new IllegalArgumentException(each, e);
            }
        }
        return rules;
    }

    private static Trigger trigger(String[] words) {
        if (words.length != 4) {
            throw new IllegalArgumentException(String.join(" ", words));
        }
        Invalidation.By by = Values.constant(Invalidation.By.class, words[2]);
        return new Trigger(TopicPattern.of(words[0]), words[1], new Invalidation(by, words[3]));
    }

    private static EventRule event(String[] words) {
        if (words.length < 2) {
            throw new IllegalArgumentException(String.join(" ", words));
        }
        List<Condition> conditions = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            conditions.add(condition(words[i]));
        }
        return new EventRule(
                TopicPattern.of(words[0]),
                Values.constants(CacheEvent.class, words[1].replace('+', ',')),
                conditions);
    }

    private static Condition condition(String text) {
        if (text.endsWith("?") && text.length() > 1) {
            return new Condition(text.substring(0, text.length() - 1), Operator.EXISTS, true);
        }
        Matcher comparison = COMPARISON.matcher(text);
        if (!comparison.matches()) {
            throw new IllegalArgumentException(text);
        }
        Operator operator =
                switch (comparison.group(2)) {
                    case "=" -> Operator.EQUALS;
                    case ">" -> Operator.GREATER;
                    default -> Operator.LESS;
                };
        return new Condition(comparison.group(1), operator, operand(comparison.group(3)));
    }

    /** A number or a truth value where it looks like one. */
    private static Object operand(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return number.scale() == 0 && number.precision() < 19
                    ? (Object) number.longValueExact()
                    : number;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
