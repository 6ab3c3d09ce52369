/// Name resolution with timeouts, on threads of its own, for the platforms that resolve through the JDK.
///
/// ```
///  NameLookup ── HostsFile         the file that `jdk.net.hosts.file` names, instead of a resolver
///       └─────── LookupThreads     how many threads may be in the resolver at once
/// ```
///
/// Callers wait by [dev.minato.platform.wait.WaitQueue].
package dev.minato.platform.lookup;
