package io.mpreg.api.codec;

import io.mpreg.api.MpregException;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects of JDK types and records for JSON trees. */
final class PlainValue {

    /** What the variables of a generic record stand for. */
    private final Map<TypeVariable<?>, Type> bound;

    private PlainValue(Map<TypeVariable<?>, Type> bound) {
        this.bound = bound;
    }

    static @Nullable Object of(@Nullable Object tree, Type type) {
        try {
            return new PlainValue(Map.of()).value(tree, type);
        } catch (MpregException e) {
            throw e;
        } catch (RuntimeException e) {
            throw JsonCodec.unreadable(type, Json.write(tree), e);
        }
    }

    @Nullable Object value(@Nullable Object tree, Type type) {
        if (type instanceof Class<?> plain) {
            return plain(tree, plain);
        }
        if (type instanceof TypeVariable<?> variable) {
            return value(tree, bound.getOrDefault(variable, variable.getBounds()[0]));
        }
        if (type instanceof WildcardType wildcard) {
            return value(tree, wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return array(tree, array.getGenericComponentType());
        }
        if (type instanceof ParameterizedType generic) {
            return generic(tree, (Class<?>) generic.getRawType(), generic);
        }
        throw new JsonException("unknown kind of type " + type);
    }

    private @Nullable Object plain(@Nullable Object tree, Class<?> type) {
        if (Optional.class == type) {
            return Optional.ofNullable(tree);
        }
        if (tree == null) {
            if (type.isPrimitive()) {
                throw new JsonException("null is no " + type.getName());
            }
            return PlainScalar.absent(type);
        }
        if (type == Object.class || type.isInstance(tree) && !(tree instanceof Collection)) {
            return tree;
        }
        if (type.isArray()) {
            return array(tree, type.getComponentType());
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return collection(tree, type, Object.class);
        }
        if (type.isRecord()) {
            return new PlainRecord(type, this).of(tree);
        }
        return PlainScalar.of(tree, type);
    }

    private @Nullable Object generic(
            @Nullable Object tree, Class<?> raw, ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        if (raw == Optional.class) {
            return tree == null ? Optional.empty() : Optional.ofNullable(value(tree, arguments[0]));
        }
        if (tree == null) {
            return null;
        }
        if (Map.class.isAssignableFrom(raw)) {
            return map(tree, raw, arguments[0], arguments[1]);
        }
        if (Iterable.class.isAssignableFrom(raw)) {
            return collection(tree, raw, arguments[0]);
        }
        if (raw.isRecord()) {
            Map<TypeVariable<?>, Type> inner = new HashMap<>();
            for (int i = 0; i < arguments.length; i++) {
                inner.put(raw.getTypeParameters()[i], resolved(arguments[i]));
            }
            return new PlainRecord(raw, new PlainValue(inner)).of(tree);
        }
        return plain(tree, raw);
    }

    private Type resolved(Type type) {
        return type instanceof TypeVariable<?> variable
                ? bound.getOrDefault(variable, Object.class)
                : type;
    }

    private Object array(@Nullable Object tree, Type element) {
        List<?> items = list(tree);
        Object array = Array.newInstance(erased(element), items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, value(items.get(i), element));
        }
        return array;
    }

    private Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof TypeVariable<?> variable) {
            return erased(bound.getOrDefault(variable, variable.getBounds()[0]));
        }
        if (type instanceof GenericArrayType array) {
            return erased(array.getGenericComponentType()).arrayType();
        }
        return Object.class;
    }

    private Object collection(Object tree, Class<?> raw, Type element) {
        Collection<@Nullable Object> items =
                Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
        for (Object item : list(tree)) {
            items.add(value(item, element));
        }
        if (!raw.isInstance(items)) {
            throw new JsonException("ask for a List or a Set instead of " + raw.getName());
        }
        return items;
    }

    private Object map(Object tree, Class<?> raw, Type key, Type element) {
        if (!(tree instanceof Map<?, ?> object)) {
            throw new JsonException("an object is needed");
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        object.forEach((name, item) -> map.put(value(name, key), value(item, element)));
        if (!raw.isInstance(map)) {
            throw new JsonException("ask for a Map instead of " + raw.getName());
        }
        return map;
    }

    private static List<?> list(@Nullable Object tree) {
        if (tree instanceof List<?> items) {
            return items;
        }
        throw new JsonException("an array is needed");
    }
}
