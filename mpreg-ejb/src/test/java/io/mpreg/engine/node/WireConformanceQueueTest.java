package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.at;
import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.list;
import static io.mpreg.engine.node.WireJson.number;
import static io.mpreg.engine.node.WireJson.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How queues deliver, as the protocol promises it. */
class WireConformanceQueueTest {

    @TempDir static Path folder;
    private static WireNode node;

    @BeforeAll
    static void start() {
        node = new WireNode(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void rest() {
        node.rest();
    }

    @Test
    void deliversWithAllFields() {
        WirePeer peer = node.peer();
        has(peer.ok("queue.create", "'queue':'d'"), "'created':true");
        Map<String, Object> sent =
                peer.ok(
                        "queue.send",
                        "'queue':'d','payload':{'a':1},'topic':'t.x','headers':{'k':'v'}");
        has(sent, "'duplicate':false,'durability':'DISK'");
        has(
                peer.ok("queue.consume", "'queue':'d','consumer':'me','prefetch':5"),
                "'consumer':'me'");
        Map<String, Object> delivery =
                peer.push(
                        "delivery",
                        "'consumer':'me','queue':'d','messageId':'%s','topic':'t.x',"
                                + "'payload':{'a':1},'headers':{'k':'v'},'attempt':1",
                        sent.get("messageId"));
        Instant.parse(text(delivery, "timestamp"));
        has(ack(peer, delivery), "'acknowledged':1");
        has(ack(peer, delivery), "'acknowledged':0");
        has(peer.ok("queue.ack", "'delivery':'unknown'"), "'acknowledged':0");
        peer.ok("queue.send", "'queue':'d'");
        Map<String, Object> bare = peer.push("delivery", "'topic':null,'payload':null");
        peer.ok("queue.send", "'queue':'d','payload':2");
        Map<String, Object> third = peer.push("delivery");
        has(
                peer.ok(
                        "queue.ack",
                        "'deliveries':['%s','%s','%s','none']",
                        bare.get("delivery"),
                        third.get("delivery"),
                        third.get("delivery")),
                "'acknowledged':2");
        peer.ok("queue.cancel", "'consumer':'me'");
        peer.error(1404, "queue.cancel", "'consumer':'me'");
        assertThat(text(peer.ok("queue.consume", "'queue':'d'"), "consumer")).isNotEmpty();
    }

    @Test
    void createsWithDefaultsAndShowsThem() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'cfg'");
        Map<String, Object> info = peer.ok("queue.info", "'queue':'cfg'");
        has(
                info,
                "'queue':'cfg','config':{'type':'FIFO','maxDepth':10000,'maxRetries':3,"
                        + "'ackTimeoutMs':30000,'backoffMs':1000,'dedupe':'OFF',"
                        + "'dedupeWindowMs':300000,'deadLetter':true,'durability':'DISK',"
                        + "'singleActive':false}");
        String all =
                "'type':'PRIORITY','maxDepth':7,'maxRetries':1,'ackTimeoutMs':5000,'ttlMs':60000,"
                        + "'backoffMs':0,'dedupe':'ID','dedupeWindowMs':1000,'deadLetter':false,"
                        + "'durability':'MEMORY','singleActive':true";
        has(peer.ok("queue.create", "'queue':'cfg'," + all), "'created':false");
        has(peer.ok("queue.info", "'queue':'cfg'"), "'config':{'maxDepth':10000}");
        has(peer.ok("queue.create", "'queue':'cfg2'," + all), "'created':true");
        has(peer.ok("queue.info", "'queue':'cfg2'"), "'config':{" + all + "}");
        assertThat(list(peer.ok("queue.list", ""), "queues").toString()).contains("cfg", "cfg2");
        for (String level : List.of("MEMORY", "OS")) {
            peer.ok("queue.create", "'queue':'l%s','durability':'%s'", level, level);
            has(
                    peer.ok("queue.send", "'queue':'l%s','payload':1", level),
                    "'durability':'" + level + "'");
        }
        has(peer.ok("queue.delete", "'queue':'cfg2'"), "'deleted':true");
        has(peer.ok("queue.delete", "'queue':'cfg2'"), "'deleted':false");
    }

    @Test
    void countsInStatistics() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'st','backoffMs':0,'maxRetries':0");
        for (int i = 0; i < 4; i++) {
            peer.ok("queue.send", "'queue':'st','payload':" + i);
        }
        peer.ok("queue.consume", "'queue':'st','prefetch':1");
        ack(peer, peer.push("delivery"));
        nack(peer, peer.push("delivery"), "");
        peer.push("delivery");
        Map<String, Object> info = peer.ok("queue.info", "'queue':'st'");
        has(
                info,
                "'stats':{'sent':4,'delivered':3,'acknowledged':1,'failed':1,'expired':0,"
                        + "'requeued':0,'deadLettered':1,'inFlight':1}");
        assertThat(number(info, "stats/depth")).isBetween(1L, 2L);
        assertThat(number(info, "stats/oldestAgeMs")).isNotNegative();
        assertThat(((Number) at(info, "stats/successRate")).doubleValue()).isBetween(0.0, 1.0);
    }

    @Test
    void countsAttemptsUntilTheDeadLetters() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'at','backoffMs':0,'maxRetries':3");
        peer.ok("queue.send", "'queue':'at','payload':'p','topic':'t.at'");
        peer.ok("queue.consume", "'queue':'at'");
        for (int attempt = 1; attempt <= 4; attempt++) {
            Map<String, Object> delivery = peer.push("delivery", "'attempt':" + attempt);
            peer.ok(
                    "queue.nack",
                    "'delivery':'%s','action':'%s','delayMs':1,'reason':'bad %d'",
                    delivery.get("delivery"),
                    attempt % 2 == 0 ? "DELAY" : "REQUEUE",
                    attempt);
        }
        peer.until(() -> !list(peer.ok("queue.dlq.list", "'queue':'at'"), "messages").isEmpty());
        Map<String, Object> dead = peer.ok("queue.dlq.list", "'queue':'at','limit':5");
        has(dead, "'messages':[{'topic':'t.at','payload':'p','attempts':4,'lastError':'bad 4'}]");
        assertThat(text(dead, "messages/0/reason")).isNotEmpty();
        String id = text(dead, "messages/0/messageId");
        has(peer.ok("queue.dlq.redrive", "'queue':'at','messageIds':['%s']", id), "'redriven':1");
        Map<String, Object> again =
                peer.push("delivery", "'attempt':1,'payload':'p','messageId':'" + id + "'");
        nack(peer, again, ",'action':'DEAD_LETTER','reason':'poison'");
        has(
                peer.ok("queue.dlq.list", "'queue':'at'"),
                "'messages':[{'attempts':1,'lastError':'poison'}]");
        peer.ok("queue.create", "'queue':'at-other'");
        has(peer.ok("queue.dlq.redrive", "'queue':'at','to':'at-other'"), "'redriven':1");
        has(peer.ok("queue.browse", "'queue':'at-other'"), "'messages':[{'payload':'p'}]");
        has(peer.ok("queue.dlq.purge", "'queue':'at'"), "'purged':0");
    }

    @Test
    void purgesDeadLetters() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'dp'");
        peer.ok("queue.consume", "'queue':'dp'");
        for (int i = 0; i < 3; i++) {
            peer.ok("queue.send", "'queue':'dp','payload':" + i);
            nack(peer, peer.push("delivery"), ",'action':'DEAD_LETTER'");
        }
        assertThat(list(peer.ok("queue.dlq.list", "'queue':'dp','limit':2"), "messages"))
                .hasSize(2);
        has(
                peer.ok(
                        "queue.dlq.redrive",
                        "'queue':'dp','messageIds':['01J9Z3K8QK4V6M2X5T7B8C9D0E']"),
                "'redriven':0");
        has(peer.ok("queue.dlq.purge", "'queue':'dp'"), "'purged':3");
        has(peer.ok("queue.dlq.list", "'queue':'dp'"), "'messages':[]");
    }

    @Test
    void doesNotCountDisconnectionAndCancel() {
        WirePeer sender = node.peer();
        sender.ok("queue.create", "'queue':'dc','maxRetries':0");
        sender.ok("queue.send", "'queue':'dc','payload':1");
        for (int i = 0; i < 5; i++) {
            WirePeer consumer = node.peer();
            String id = text(consumer.ok("queue.consume", "'queue':'dc'"), "consumer");
            consumer.push("delivery", "'attempt':1,'payload':1");
            if (i % 2 == 0) {
                consumer.ok("queue.cancel", "'consumer':'%s'", id);
            }
            consumer.finish();
        }
        WirePeer last = node.peer();
        last.ok("queue.consume", "'queue':'dc'");
        last.push("delivery", "'attempt':1");
    }

    @Test
    void redeliversAfterTheAcknowledgementTimeout() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'to','ackTimeoutMs':60,'backoffMs':0,'maxRetries':1");
        peer.ok("queue.send", "'queue':'to','payload':1");
        peer.ok("queue.consume", "'queue':'to'");
        Map<String, Object> first = peer.push("delivery", "'attempt':1");
        Map<String, Object> second = peer.push("delivery", "'attempt':2");
        assertThat(second.get("messageId")).isEqualTo(first.get("messageId"));
        assertThat(second.get("delivery")).isNotEqualTo(first.get("delivery"));
        peer.until(() -> !list(peer.ok("queue.dlq.list", "'queue':'to'"), "messages").isEmpty());
        has(peer.ok("queue.dlq.list", "'queue':'to'"), "'messages':[{'attempts':2}]");
    }

    @Test
    void extendsTheTimeToAcknowledge() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'ext','ackTimeoutMs':300,'backoffMs':0");
        peer.ok("queue.send", "'queue':'ext','payload':'extended'");
        peer.ok("queue.send", "'queue':'ext','payload':'not'");
        peer.ok("queue.consume", "'queue':'ext'");
        Map<String, Object> delivery = peer.push("delivery", "'payload':'extended'");
        peer.ok("queue.extend", "'delivery':'%s','ms':600000", delivery.get("delivery"));
        peer.push("delivery", "'payload':'not','attempt':1");
        peer.push("delivery", "'payload':'not','attempt':2");
        has(ack(peer, delivery), "'acknowledged':1");
        peer.error(1404, "queue.extend", "'delivery':'%s','ms':1", delivery.get("delivery"));
        peer.error(1404, "queue.nack", "'delivery':'%s'", delivery.get("delivery"));
    }

    @Test
    void keepsToThePrefetch() {
        WirePeer peer = node.peer();
        for (int i = 0; i < 5; i++) {
            peer.ok("queue.send", "'queue':'pf','payload':" + i);
        }
        String consumer = text(peer.ok("queue.consume", "'queue':'pf','prefetch':2"), "consumer");
        Map<String, Object> first = peer.push("delivery", "'payload':0");
        peer.push("delivery", "'payload':1");
        peer.nothing("delivery");
        has(peer.ok("queue.info", "'queue':'pf'"), "'stats':{'inFlight':2}");
        ack(peer, first);
        peer.push("delivery", "'payload':2");
        peer.nothing("delivery");
        peer.ok("credit", "'consumer':'%s','n':1", consumer);
        peer.push("delivery", "'payload':3");
    }

    @Test
    void acknowledgesByItself() {
        WirePeer peer = node.peer();
        for (int i = 0; i < 100; i++) {
            peer.ask("queue.send", "'queue':'aa','payload':%d,'orderingKey':'k'", i);
        }
        peer.ok("queue.consume", "'queue':'aa','autoAck':true,'prefetch':1");
        for (int i = 0; i < 100; i++) {
            peer.push("delivery", "'payload':" + i);
        }
        peer.until(
                () -> number(peer.ok("queue.info", "'queue':'aa'"), "stats/acknowledged") == 100);
        has(peer.ok("queue.info", "'queue':'aa'"), "'stats':{'depth':0,'inFlight':0}");
    }

    @Test
    void givesEachGroupACopy() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'g'");
        for (String consumer :
                List.of(
                        "'consumer':'a1','group':'a'",
                        "'consumer':'a2','group':'a'",
                        "'consumer':'b1','group':'b'")) {
            peer.ok("queue.consume", "'queue':'g'," + consumer);
        }
        for (int i = 0; i < 6; i++) {
            peer.ok("queue.send", "'queue':'g','payload':" + i);
        }
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Map<String, Object> delivery = peer.push("delivery");
            got.add(text(delivery, "consumer").charAt(0) + "" + number(delivery, "payload"));
            ack(peer, delivery);
        }
        assertThat(got).hasSize(12).doesNotHaveDuplicates();
        peer.nothing("delivery");
        peer.until(() -> number(peer.ok("queue.info", "'queue':'g'"), "stats/depth") == 0);
    }

    @Test
    void servesOneConsumerAtATimeIfAsked() {
        WirePeer first = node.peer();
        WirePeer second = node.peer();
        first.ok("queue.create", "'queue':'sa','singleActive':true");
        first.ok("queue.consume", "'queue':'sa'");
        second.ok("queue.consume", "'queue':'sa'");
        for (int i = 0; i < 10; i++) {
            second.ok("queue.send", "'queue':'sa','payload':" + i);
            ack(first, first.push("delivery", "'payload':" + i));
        }
        second.nothing("delivery");
        first.finish();
        second.ok("queue.send", "'queue':'sa','payload':'next'");
        second.push("delivery", "'payload':'next'");
    }

    @Test
    void pausesPurgesAndBrowses() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'pp'");
        peer.ok("queue.pause", "'queue':'pp'");
        peer.ok("queue.consume", "'queue':'pp'");
        for (int i = 0; i < 3; i++) {
            peer.ok("queue.send", "'queue':'pp','payload':%d,'headers':{'h':'v'}", i);
        }
        peer.nothing("delivery");
        for (int i = 0; i < 2; i++) {
            has(
                    peer.ok("queue.browse", "'queue':'pp'"),
                    "'messages':[{'payload':0,'headers':{'h':'v'}},{'payload':1},{'payload':2}]");
        }
        assertThat(list(peer.ok("queue.browse", "'queue':'pp','limit':2"), "messages")).hasSize(2);
        peer.ok("queue.resume", "'queue':'pp'");
        for (int i = 0; i < 3; i++) {
            ack(peer, peer.push("delivery", "'payload':%d,'attempt':1", i));
        }
        for (int i = 0; i < 4; i++) {
            peer.ok("queue.send", "'queue':'pu','payload':" + i);
        }
        has(peer.ok("queue.purge", "'queue':'pu'"), "'purged':4");
        has(peer.ok("queue.info", "'queue':'pu'"), "'stats':{'depth':0}");
    }

    private static Map<String, Object> ack(WirePeer peer, Map<String, Object> delivery) {
        return peer.ok("queue.ack", "'delivery':'%s'", delivery.get("delivery"));
    }

    private static void nack(WirePeer peer, Map<String, Object> delivery, String more) {
        peer.ok("queue.nack", "'delivery':'" + delivery.get("delivery") + "'" + more);
    }
}
