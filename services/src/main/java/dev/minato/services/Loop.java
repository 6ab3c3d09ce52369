package dev.minato.services;

/// The endless part of a service that is bound: taking what comes.
sealed interface Loop permits TcpLoop, UdpLoop {
    Listening listening();

    /// Serves until [#close] or an interrupt.
    void run() throws Exception;

    /// How many datagrams it left without an answer, as [Limits#maxAnswers] says.
    default long unanswered() {
        return 0;
    }

    /// Stops listening; when it returns, the port is free. Ends [#run], unless that waits for something else
    /// than its socket; so it has to be interrupted, too.
    void close();
}
