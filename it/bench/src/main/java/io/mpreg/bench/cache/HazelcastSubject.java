package io.mpreg.bench.cache;

import java.util.Map;

/** A map of Hazelcast with a near cache, on one member in this process. */
final class HazelcastSubject implements Subject {

    private static final String CONFIG =
            """
            <hazelcast xmlns="http://www.hazelcast.com/schema/config">
              <cluster-name>mpreg-bench</cluster-name>
              <network>
                <join>
                  <auto-detection enabled="false"/>
                  <multicast enabled="false"/>
                </join>
                <interfaces enabled="true"><interface>127.0.0.1</interface></interfaces>
              </network>
              <properties>
                <property name="hazelcast.phone.home.enabled">false</property>
                <property name="hazelcast.logging.type">none</property>
              </properties>
              <map name="bench">
                <backup-count>0</backup-count>
                <near-cache>
                  <in-memory-format>OBJECT</in-memory-format>
                  <invalidate-on-change>true</invalidate-on-change>
                  <cache-local-entries>true</cache-local-entries>
                  <eviction eviction-policy="LFU" max-size-policy="ENTRY_COUNT" size="%d"/>
                </near-cache>
              </map>
            </hazelcast>
            """;

    private final Object instance;
    private final Map<String, byte[]> map;

    @SuppressWarnings("unchecked") // the map is filled with nothing else
    HazelcastSubject(ClassLoader loader, int capacity) throws Exception {
        Class<?> configs = loader.loadClass("com.hazelcast.config.Config");
        Object config =
                configs.getMethod("loadFromString", String.class)
                        .invoke(null, CONFIG.formatted(capacity));
        configs.getMethod("setClassLoader", ClassLoader.class).invoke(config, loader);
        instance =
                loader.loadClass("com.hazelcast.core.Hazelcast")
                        .getMethod("newHazelcastInstance", configs)
                        .invoke(null, config);
        map =
                (Map<String, byte[]>)
                        loader.loadClass("com.hazelcast.core.HazelcastInstance")
                                .getMethod("getMap", String.class)
                                .invoke(instance, "bench");
    }

    @Override
    public long run(Access access, int from, int to) {
        long found = 0;
        for (int i = from; i < to; i++) {
            int pick = access.picks()[i];
            String key = access.keys()[pick];
            if (i % Access.WRITE_EVERY == 0) {
                map.put(key, access.values()[pick].bytes());
            } else {
                byte[] value = map.get(key);
                if (value != null && value.length > 0) {
                    found++;
                }
            }
        }
        return found;
    }

    @Override
    public void close() throws Exception {
        instance.getClass()
                .getClassLoader()
                .loadClass("com.hazelcast.core.HazelcastInstance")
                .getMethod("shutdown")
                .invoke(instance);
    }
}
