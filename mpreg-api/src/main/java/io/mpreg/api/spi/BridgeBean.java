package io.mpreg.api.spi;

import java.util.Map;
import java.util.function.Consumer;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/** The MBean of a bridge. */
final class BridgeBean implements DynamicMBean {

    private final MpregNode node;

    BridgeBean(MpregNode node) {
        this.node = node;
    }

    private Map<String, String> attributes() {
        return Map.of(
                "Node", node.info().node(),
                "Cluster", node.info().cluster(),
                "Version", node.info().version(),
                "ClassLoader", String.valueOf(BridgeBean.class.getClassLoader()));
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        String value = attributes().get(attribute);
        if (value == null) {
            throw new AttributeNotFoundException(attribute);
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList list = new AttributeList();
        Map<String, String> known = attributes();
        for (String name : names) {
            if (known.containsKey(name)) {
                list.add(new Attribute(name, known.get(name)));
            }
        }
        return list;
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature)
            throws ReflectionException {
        if (!action.equals(BridgePublication.CONNECT)
                || arguments.length != 2
                || !(arguments[0] instanceof String application)
                || !(arguments[1] instanceof Consumer<?> inbound)) {
            throw new ReflectionException(new NoSuchMethodException(action));
        }
        @SuppressWarnings("unchecked") // the operation says so; nothing else can be told of it
        Consumer<byte[]> frames = (Consumer<byte[]>) inbound;
        return node.connect(application, frames);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList list) {
        return new AttributeList();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes =
                attributes().keySet().stream()
                        .sorted()
                        .map(
                                name ->
                                        new MBeanAttributeInfo(
                                                name, "java.lang.String", name, true, false, false))
                        .toArray(MBeanAttributeInfo[]::new);
        MBeanOperationInfo connect =
                new MBeanOperationInfo(
                        BridgePublication.CONNECT,
                        "Opens a session of the client protocol",
                        new MBeanParameterInfo[] {
                            new MBeanParameterInfo(
                                    "application", "java.lang.String", "who connects"),
                            new MBeanParameterInfo(
                                    "inbound", Consumer.class.getName(), "takes frames")
                        },
                        Consumer.class.getName(),
                        MBeanOperationInfo.ACTION);
        return new MBeanInfo(
                BridgeBean.class.getName(),
                "The way to a node for applications with their own API classes",
                attributes,
                null,
                new MBeanOperationInfo[] {connect},
                null);
    }
}
