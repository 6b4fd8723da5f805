package io.mpreg.api.cdi;

import io.mpreg.api.Message;
import io.mpreg.api.MpregClient;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.rpc.RpcContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of an annotated method.
 *
 * @param method the method
 * @param payloads the parameters that take a part of what comes
 */
record Signature(Method method, List<Payload> payloads) {

    private static final Set<Class<?>> SPECIAL =
            Set.of(RpcContext.class, Message.class, Delivery.class, MpregClient.class);

    /**
     * A parameter that takes a part of what comes.
     *
     * @param position its position among all parameters
     * @param name its name
     * @param type what is converted to
     * @param whole whether it gets the whole message or delivery, whose payload is converted
     */
    record Payload(int position, String name, Type type, boolean whole) {}

    /** The parameters of a function; those of type {@link RpcContext} get the invocation. */
    static Optional<Signature> ofFunction(
            Class<? extends Annotation> annotation, Method method, Problems problems) {
        int before = problems.texts().size();
        checkModifiers(annotation, method, problems);
        List<Payload> payloads = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Type type = parameters[i].getParameterizedType();
            if (type != RpcContext.class) {
                checkType(annotation, method, parameters[i], type, problems);
                payloads.add(new Payload(i, parameters[i].getName(), type, false));
            }
        }
        boolean named =
                payloads.isEmpty() || parameters[payloads.get(0).position()].isNamePresent();
        if (!named && !takesAll(payloads)) {
            problems.add(
                    annotation,
                    method,
                    "the names of its parameters are not in the class file, so nobody could pass"
                            + " them by name; compile with -parameters, or take one Map");
        }
        return problems.texts().size() > before
                ? Optional.empty()
                : Optional.of(new Signature(method, List.copyOf(payloads)));
    }

    /**
     * The one parameter of a receiver.
     *
     * @param envelope the type by which it gets all of what comes, not the payload only
     */
    static Optional<Signature> ofReceiver(
            Class<? extends Annotation> annotation,
            Class<?> envelope,
            Method method,
            Problems problems) {
        int before = problems.texts().size();
        checkModifiers(annotation, method, problems);
        if (method.getParameterCount() != 1) {
            problems.add(
                    annotation,
                    method,
                    "it has "
                            + method.getParameterCount()
                            + " parameters, should have exactly one: the payload, or a "
                            + envelope.getSimpleName()
                            + " of it");
            return Optional.empty();
        }
        Parameter parameter = method.getParameters()[0];
        Type type = parameter.getParameterizedType();
        boolean whole = erased(type) == envelope;
        Type inner = whole ? argument(type) : type;
        checkType(annotation, method, parameter, inner, problems);
        return problems.texts().size() > before
                ? Optional.empty()
                : Optional.of(
                        new Signature(
                                method,
                                List.of(new Payload(0, parameter.getName(), inner, whole))));
    }

    /** Whether one map takes all that comes by name. */
    boolean takesAll() {
        return takesAll(payloads);
    }

    private static boolean takesAll(List<Payload> payloads) {
        return payloads.size() == 1 && erased(payloads.get(0).type()) == java.util.Map.class;
    }

    private static void checkModifiers(
            Class<? extends Annotation> annotation, Method method, Problems problems) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers)) {
            problems.add(annotation, method, "it is static; make it a method of the bean");
        }
        if (Modifier.isPrivate(modifiers)) {
            problems.add(annotation, method, "it is private; make it public");
        }
    }

    private static void checkType(
            Class<? extends Annotation> annotation,
            Method method,
            Parameter parameter,
            Type type,
            Problems problems) {
        if (type instanceof TypeVariable) {
            problems.add(
                    annotation,
                    method,
                    "what the type variable "
                            + type
                            + " of parameter '"
                            + parameter.getName()
                            + "' stands for is not known; override the method with a real type");
        } else if (SPECIAL.contains(erased(type))) {
            problems.add(
                    annotation,
                    method,
                    "parameter '"
                            + parameter.getName()
                            + "' cannot be a "
                            + erased(type).getSimpleName()
                            + " here; remove it"
                            + (erased(type) == MpregClient.class ? " and inject it instead" : ""));
        }
    }

    /** What an envelope holds. */
    static Type argument(Type envelope) {
        if (!(envelope instanceof ParameterizedType generic)) {
            return Object.class;
        }
        Type argument = generic.getActualTypeArguments()[0];
        return argument instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : argument;
    }

    static Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        return type instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : Object.class;
    }
}
