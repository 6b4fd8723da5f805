package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.engine.gate.Gate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a command, every reference filled in.
 *
 * @param args the positional ones
 * @param kwargs the named ones
 */
record Arguments(List<Payload> args, Map<String, Payload> kwargs) {

    /**
     * Fills in the references of a command.
     *
     * @param gate what is filled in passes it; what was given has passed it already
     */
    static Arguments of(Step step, Template.Scope scope, Gate gate) throws Template.Unresolvable {
        List<Payload> args = new ArrayList<>(step.args().size());
        for (Template arg : step.args()) {
            args.add(filled(arg, scope, gate));
        }
        Map<String, Payload> kwargs = new LinkedHashMap<>();
        for (Map.Entry<String, Template> kwarg : step.kwargs().entrySet()) {
            kwargs.put(kwarg.getKey(), filled(kwarg.getValue(), scope, gate));
        }
        return new Arguments(args, kwargs);
    }

    private static Payload filled(Template arg, Template.Scope scope, Gate gate)
            throws Template.Unresolvable {
        if (arg instanceof Template.Constant constant) {
            return constant.payload();
        }
        Payload payload = arg.fill(new Bounded(scope, gate));
        gate.admitPayload(payload);
        return payload;
    }

    /** Stops to fill in when the argument is too large: few references can bring in much. */
    private static final class Bounded implements Template.Scope {
        private final Template.Scope values;
        private final Gate gate;
        private long bytes;

        Bounded(Template.Scope values, Gate gate) {
            this.values = values;
            this.gate = gate;
        }

        @Override
        public Resolved value(String name) {
            return values.value(name);
        }

        @Override
        public void filled(long more) {
            bytes += more;
            gate.admitSize(bytes);
        }
    }
}
