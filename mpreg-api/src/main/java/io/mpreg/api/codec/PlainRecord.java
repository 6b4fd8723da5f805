package io.mpreg.api.codec;

import io.mpreg.wire.json.JsonException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of JSON objects; fields that the record does not have are ignored. */
final class PlainRecord {

    private final Class<?> type;
    private final PlainValue values;

    PlainRecord(Class<?> type, PlainValue values) {
        this.type = type;
        this.values = values;
    }

    Object of(Object tree) {
        if (!(tree instanceof Map<?, ?> object)) {
            throw new JsonException("an object is needed for " + type.getName());
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = argument(components[i], object.get(components[i].getName()));
        }
        return make(types, arguments);
    }

    private @Nullable Object argument(RecordComponent component, @Nullable Object tree) {
        try {
            return values.value(tree, component.getGenericType());
        } catch (JsonException e) {
            throw new JsonException(component.getName() + ": " + e.getMessage());
        }
    }

    private Object make(Class<?>[] types, @Nullable Object[] arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.trySetAccessible();
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new JsonException(type.getName() + " refuses it: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException(type.getName() + " is not open to MPREG: " + e.getMessage());
        }
    }
}
