package io.mpreg.ejb.health;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.monitor.HealthReport;

/** What the checks ask of a node that runs. */
public interface Vitals {

    NodeInfo node();

    /** What the node's monitor says. */
    HealthReport report();

    /** The state of its storage, for people. */
    String storage();

    /** Whether its storage works, which is tried; a full one does. */
    boolean isStorageUsable();
}
