package io.mpreg.client;

import io.mpreg.api.Attachment;
import io.mpreg.api.MpregException;
import io.mpreg.api.spi.Bridge;
import io.mpreg.api.spi.BridgePublication;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connects to the node of this process, through a bridge of JDK types. */
final class BridgeConnector implements Connector {

    private final String application;

    BridgeConnector(String application) {
        this.application = application;
    }

    @Override
    public CompletionStage<Link> open(Link.Inbound inbound) {
        BridgeLink link = new BridgeLink(inbound);
        try {
            link.open(Bridge.connect(application, link::inbound));
            return CompletableFuture.completedFuture(link);
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Attachment attachment() {
        return Attachment.BRIDGED;
    }

    @Override
    public String target() {
        return BridgePublication.NAME;
    }
}
