package io.mpreg.engine.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;

/** The node around RPC. */
record Host(
        RpcSettings settings,
        NodeInfo node,
        Platform platform,
        UlidSource ulids,
        Router router,
        Monitor monitor,
        Relay relay) {}
