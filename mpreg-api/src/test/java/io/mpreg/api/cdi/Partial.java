package io.mpreg.api.cdi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Interfaces of which a test needs a part only. */
final class Partial {

    private Partial() {}

    /** An instance whose methods are those of an object; others are not supported. */
    static <T> T of(Class<T> type, Object part) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    try {
                        Method own =
                                part.getClass()
                                        .getDeclaredMethod(
                                                method.getName(), method.getParameterTypes());
                        own.setAccessible(true);
                        return own.invoke(part, arguments);
                    } catch (NoSuchMethodException e) {
                        throw new UnsupportedOperationException(method.toString(), e);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
