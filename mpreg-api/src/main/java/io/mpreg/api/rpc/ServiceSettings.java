package io.mpreg.api.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.wire.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the methods of an interface are called.
 *
 * @param prefix what the names of functions begin with
 * @param version which versions fit
 * @param timeout how long a call may take
 * @param resources what providers must have
 * @param byName whether arguments go by name
 */
record ServiceSettings(
        String prefix,
        String version,
        Optional<Duration> timeout,
        List<String> resources,
        boolean byName) {

    /** What the injection point says, then what the interface says, then the defaults. */
    static ServiceSettings of(Class<?> api, @Nullable MpregService wanted) {
        MpregService declared = api.getAnnotation(MpregService.class);
        String timeout =
                first(text(wanted, MpregService::timeout), text(declared, MpregService::timeout));
        String prefix =
                first(text(wanted, MpregService::value), text(declared, MpregService::value));
        return new ServiceSettings(
                prefix.isEmpty() ? named(api) : prefix,
                first(text(wanted, MpregService::version), text(declared, MpregService::version)),
                timeout.isEmpty() ? Optional.empty() : Optional.of(duration(timeout)),
                resources(wanted, declared),
                wanted != null && wanted.byName() || declared != null && declared.byName());
    }

    private static String text(
            @Nullable MpregService annotation,
            java.util.function.Function<MpregService, String> member) {
        return annotation == null ? "" : member.apply(annotation);
    }

    private static String first(String wanted, String declared) {
        return wanted.isEmpty() ? declared : wanted;
    }

    private static List<String> resources(
            @Nullable MpregService wanted, @Nullable MpregService declared) {
        if (wanted != null && wanted.resources().length > 0) {
            return List.of(wanted.resources());
        }
        return declared == null ? List.of() : List.of(declared.resources());
    }

    private static Duration duration(String text) {
        return DurationText.parse(text)
                .orElseThrow(
                        () ->
                                MpregRequestException.field(
                                        "timeout",
                                        "'"
                                                + text
                                                + "' should be a duration such as 500ms or 30s"));
    }

    private static String named(Class<?> api) {
        String name = api.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
