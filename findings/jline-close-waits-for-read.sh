#!/usr/bin/env bash
# A JLine terminal cannot be closed while another thread reads from it: `close` waits until a key is pressed.
#
# Seen with jline-terminal 4.5.0 and its FFM provider, on JDK 25 and Debian 12:
#
#   a thread     terminal.reader().read()    waits for a key, and holds the lock of its NonBlockingInputStreamImpl
#   main         terminal.close()            PumpThread.shutdown waits for that lock: BLOCKED
#
# A program that reads keys in one thread and ends in another, for a signal or because its server has gone, so hangs in
# `close` until somebody presses a key.
#
# Needs JDK 25 (JAVA_HOME), Maven and python3. All it makes is in a temporary folder.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.jline</groupId>
      <artifactId>jline-terminal</artifactId>
      <version>4.5.0</version>
    </dependency>
    <dependency>
      <groupId>org.jline</groupId>
      <artifactId>jline-terminal-ffm</artifactId>
      <version>4.5.0</version>
    </dependency>
  </dependencies>
</project>
END
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >mvn.log 2>&1 || { cat mvn.log; exit 1; }

cat >Close.java <<'END'
import org.jline.terminal.TerminalBuilder;

public class Close {
    public static void main(String[] arguments) throws Exception {
        var terminal = TerminalBuilder.builder().system(true).dumb(false).provider("ffm").build();
        var reading = Thread.ofPlatform().daemon().start(() -> {
            try {
                System.out.println("pressed " + terminal.reader().read());
            } catch (java.io.IOException e) {
                System.out.println("ended");
            }
        });
        while (reading.getState() != Thread.State.RUNNABLE || !isIn(reading, "read")) {
            Thread.sleep(10);
        }
        Thread.sleep(500);
        var closing = Thread.ofPlatform().daemon().start(() -> {
            try {
                terminal.close();
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
        closing.join(5_000);
        System.out.println("close: " + closing.getState());
        System.exit(closing.getState() == Thread.State.BLOCKED && isIn(closing, "shutdown") ? 0 : 1);
    }

    private static boolean isIn(Thread thread, String method) {
        for (var frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }
}
END
"$JAVA_HOME/bin/javac" -cp 'lib/*' Close.java
python3 -c '
import os, pty, sys
os.environ["TERM"] = "xterm"
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
' "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp 'lib/*:.' Close
