package io.mpreg.api.cache;

import java.util.List;
import java.util.Optional;

/**
 * Some keys of a region.
 *
 * @param cursor where to go on; empty if this was the last page
 * @since 0.1
 */
public record ScanPage(List<String> keys, Optional<String> cursor) {
    public ScanPage {
        keys = List.copyOf(keys);
    }
}
