/// What a kernel's sockets do that its calls do not say, for the two platforms that call one; not exported.
///
/// ```
///  StreamEnd         a reset that read(2) tells once, and then calls an end
///  AcceptFailures    failures of accept(2) that are a connection's and not the listener's
///  DescriptorProbe   EMFILE and ENFILE behind failures that do not say so
/// ```
package dev.minato.platform.kernel;
