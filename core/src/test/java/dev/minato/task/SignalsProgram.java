package dev.minato.task;

import dev.minato.error.NetException;

/// Takes the signals, says which three come, and gives them back.
final class SignalsProgram {
    private SignalsProgram() {}

    public static void main(String[] args) throws Exception {
        try (var signals = Signals.of(Signal.INT, Signal.TERM)) {
            System.out.println("taken");
            for (int i = 0; i < 3; i++) {
                System.out.println(signals.await());
            }
        } catch (NetException e) {
            System.out.println(e.kind().name() + " " + e.operation());
            return;
        }
        System.out.println("given back");
        System.in.read();
    }
}
