package dev.minato.bench.micro;

import dev.minato.address.SocketAddr;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// An address and a port, from their text.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AddressParsing {
    /// The text.
    @Param({"127.0.0.1:8080", "[2001:db8::8a2e:370:7334]:443"})
    public String text = "";

    /// Made by JMH.
    public AddressParsing() {}

    /// The whole way from text to value.
    @Benchmark
    public SocketAddr parse() {
        return SocketAddr.parse(text);
    }
}
