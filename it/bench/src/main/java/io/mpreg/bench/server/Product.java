package io.mpreg.bench.server;

import io.mpreg.bench.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The application servers that MPREG runs on. */
public enum Product {
    LIBERTY,
    WILDFLY;

    /** The product of that name. */
    public static Product of(String name) {
        for (Product product : values()) {
            if (product.label().equals(name)) {
                return product;
            }
        }
        throw new UsageException(
                "--on takes "
                        + Arrays.stream(values())
                                .map(Product::label)
                                .collect(Collectors.joining(" or "))
                        + ", not '"
                        + name
                        + "'");
    }

    /** The name on command lines and in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
