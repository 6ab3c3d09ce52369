package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.jfr.AcceptDelayed;
import dev.minato.jfr.ConnectionClosed;
import dev.minato.jfr.ConnectionOpened;
import dev.minato.jfr.ConnectionRefused;
import dev.minato.jfr.TlsHandshake;
import java.time.Duration;

/// The observer that writes events of the JDK Flight Recorder, if a recording asks for them.
final class FlightRecording implements ServerObserver {
    @Override
    public void opened(Connection connection) {
        var event = new ConnectionOpened();
        if (event.isEnabled()) {
            event.connection = connection.id();
            event.service = connection.service();
            event.peer = connection.peerName();
            event.commit();
        }
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        var event = new ConnectionClosed();
        if (event.isEnabled()) {
            event.connection = connection.id();
            event.service = connection.service();
            event.peer = connection.peerName();
            event.reason = end.reason().toString();
            event.bytesIn = end.bytesIn();
            event.bytesOut = end.bytesOut();
            event.requests = connection.requests().requests();
            event.servedFor = end.duration().toNanos();
            event.commit();
        }
    }

    @Override
    public void refused(Refusal refusal) {
        var event = new ConnectionRefused();
        if (event.isEnabled()) {
            event.service = refusal.service();
            event.peer = refusal.peer();
            event.reason = refusal.reason().toString();
            event.commit();
        }
    }

    @Override
    public void handshakeEnded(Connection connection, HandshakeEnd end) {
        var event = new TlsHandshake();
        if (event.isEnabled()) {
            event.connection = connection.id();
            event.service = connection.service();
            event.peer = connection.peerName();
            event.failure = end.failure().map(NetException::getMessage).orElse("");
            event.took = end.duration().toNanos();
            event.commit();
        }
    }

    @Override
    public void acceptDelayed(String service, NetException failure, Duration delay) {
        var event = new AcceptDelayed();
        if (event.isEnabled()) {
            event.service = service;
            event.failure = String.valueOf(failure.getMessage());
            event.delay = delay.toNanos();
            event.commit();
        }
    }
}
