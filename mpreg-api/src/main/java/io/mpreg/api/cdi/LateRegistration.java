package io.mpreg.api.cdi;

import io.mpreg.api.Registration;

/** What the application holds of something that stays in place over nodes. */
class LateRegistration<R extends Registration> implements Registration {

    private final LateNode node;
    private final Standing<R> standing;

    LateRegistration(LateNode node, Standing<R> standing) {
        this.node = node;
        this.standing = standing;
    }

    final R current() {
        return standing.current();
    }

    final Standing<R> standing() {
        return standing;
    }

    final void forget() {
        node.forget(standing);
    }

    @Override
    public String id() {
        return standing.id();
    }

    @Override
    public void close() {
        forget();
        standing.end(
                registration -> {
                    registration.close();
                    return true;
                });
    }
}
