package io.mpreg.bench.router;

import io.mpreg.engine.route.Interest;
import io.mpreg.engine.route.InterestKind;

/**
 * Someone who is filed in the router.
 *
 * @param id its id
 */
record Subscriber(String id) implements Interest {

    @Override
    public InterestKind kind() {
        return InterestKind.SUBSCRIPTION;
    }
}
