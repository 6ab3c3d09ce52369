/// The events of the JDK Flight Recorder; not exported. All are off unless a recording asks for them by name, as
/// `jcmd PID JFR.start +dev.minato.ConnectionClosed#enabled=true` does, and then cost a check each.
package dev.minato.jfr;
