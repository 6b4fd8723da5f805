package io.mpreg.api.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A method of a bean, ready to be called. The bean is created with the first call; one without a
 * scope of its own lives as long as this does.
 *
 * <p>Each call has a request context.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, if the bean is.
 */
final class Target implements AutoCloseable {

    private static final String EJB_EXCEPTION = "jakarta.ejb.EJBException";

    private final BeanManager manager;
    private final Bean<?> bean;
    private final Class<?> view;
    private final Method method;
    private final RequestScope requests;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CreationalContext<?> context;
    private volatile @Nullable Object instance;

    /** The class loader that was seen to see the bean, which is the same for most calls. */
    private volatile @Nullable ClassLoader seeing;

    private Target(
            BeanManager manager,
            Bean<?> bean,
            Class<?> view,
            Method method,
            RequestScope requests) {
        this.manager = manager;
        this.bean = bean;
        this.view = view;
        this.method = method;
        this.requests = requests;
    }

    /**
     * A method of a bean as its callers see it.
     *
     * @return empty if none of the bean's types has the method
     */
    static Optional<Target> of(
            BeanManager manager, Bean<?> bean, Method method, RequestScope requests) {
        return view(bean, method)
                .map(seen -> new Target(manager, bean, seen.getDeclaringClass(), seen, requests));
    }

    /** The method by which others call it; of an EJB this may be one of an interface. */
    static Optional<Method> view(Bean<?> bean, Method method) {
        if (bean.getTypes().contains(method.getDeclaringClass())
                || bean.getTypes().contains(bean.getBeanClass())) {
            return Optional.of(method);
        }
        for (Type type : bean.getTypes()) {
            Class<?> candidate = Signature.erased(type);
            if (candidate.isInterface()) {
                try {
                    return Optional.of(
                            candidate.getMethod(method.getName(), method.getParameterTypes()));
                } catch (NoSuchMethodException e) {
                    continue;
                }
            }
        }
        return Optional.empty();
    }

    /** Calls the method; what it throws is thrown as it is. */
    @Nullable Object call(@Nullable Object... arguments) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        boolean foreign = !sees(before);
        if (foreign) {
            thread.setContextClassLoader(bean.getBeanClass().getClassLoader());
        }
        try {
            return requests.call(() -> method.invoke(instance(), arguments));
        } catch (InvocationTargetException e) {
            throw thrown(e.getTargetException());
        } finally {
            if (foreign) {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** Whether this is the class loader of the bean's module, or of one that sees it. */
    private boolean sees(@Nullable ClassLoader loader) {
        if (loader == null) {
            return false;
        }
        if (loader == seeing || loader == bean.getBeanClass().getClassLoader()) {
            return true;
        }
        try {
            boolean same =
                    Class.forName(bean.getBeanClass().getName(), false, loader)
                            == bean.getBeanClass();
            seeing = same ? loader : null;
            return same;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private Object instance() {
        Object known = instance;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            Object again = instance;
            if (again == null) {
                context = manager.createCreationalContext(bean);
                again = manager.getReference(bean, type(), context);
                method.trySetAccessible();
                instance = again;
            }
            return again;
        } finally {
            lock.unlock();
        }
    }

    private Type type() {
        return bean.getTypes().contains(bean.getBeanClass()) && !view.isInterface()
                ? bean.getBeanClass()
                : bean.getTypes().stream()
                        .filter(type -> Signature.erased(type) == view)
                        .findFirst()
                        .orElse(view);
    }

    /** An EJB wraps what its method threw. */
    private static Exception thrown(Throwable failure) {
        Throwable cause = failure;
        while (cause.getClass().getName().equals(EJB_EXCEPTION) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (Exception) cause;
    }

    /** Ends an instance that has no scope of its own. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (context != null) {
                context.release();
                context = null;
                instance = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
