# Sourced by ./mvnw and ./minato: the one search for a JDK that Minato can use, and for Maven.
#
#   find_jdk     sets JAVA_HOME and java_version, or says on stderr what to install and fails.
#   find_maven   says on stderr what to install and fails, if there is no `mvn`.
#
# JAVA_HOME is taken if it will do, then the `java` of PATH, then the newest of the usual folders.
# The version is read from the file `release` of a JDK, so that looking costs no start of a JVM.

jdk_needed=25

find_jdk() {
    jdk_qualifies "${JAVA_HOME:-}" && return
    jdk_of_path && return
    jdk_of_folders && return
    echo "Minato needs a JDK $jdk_needed or later, and none was found:" \
        "install one (such as Temurin, https://adoptium.net) or set JAVA_HOME to it." >&2
    return 1
}

find_maven() {
    command -v mvn >/dev/null 2>&1 && return
    echo "./mvnw is Minato's own script, not the Maven Wrapper: it downloads no Maven, and there is no mvn in PATH:" \
        "install Maven 3.8 or later (on Debian: apt install maven)." >&2
    return 1
}

# Takes the folder as JAVA_HOME if a JDK that is new enough lives there.
jdk_qualifies() {
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    jdk_read_major "$1" && [ "$jdk_major" -ge "$jdk_needed" ] || return 1
    jdk_read_release "$1"
    JAVA_HOME=$1
    java_version=$jdk_release
    export JAVA_HOME
}

jdk_of_path() {
    jdk_java=$(command -v java) || return 1
    while [ -L "$jdk_java" ]; do
        jdk_target=$(readlink "$jdk_java") || return 1
        case $jdk_target in
            /*) jdk_java=$jdk_target ;;
            *) jdk_java=${jdk_java%/*}/$jdk_target ;;
        esac
    done
    jdk_qualifies "${jdk_java%/bin/java}"
}

jdk_of_folders() {
    jdk_newest=
    jdk_newest_major=0
    for jdk_folder in /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "$(jdk_of_macos)"; do
        [ -x "$jdk_folder/bin/javac" ] && jdk_read_major "$jdk_folder" || continue
        if [ "$jdk_major" -gt "$jdk_newest_major" ]; then
            jdk_newest=$jdk_folder
            jdk_newest_major=$jdk_major
        fi
    done
    jdk_qualifies "$jdk_newest"
}

jdk_of_macos() {
    [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v "$jdk_needed+" 2>/dev/null
}

# Sets jdk_major, such as 25. Reads no further than it must, since the shell reads a byte a call.
jdk_read_major() {
    jdk_major=
    [ -r "$1/release" ] || return 1
    while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
        case $jdk_line in
            JAVA_VERSION=*)
                jdk_major=${jdk_line#*\"}
                jdk_major=${jdk_major%%[!0-9]*}
                break
                ;;
        esac
    done <"$1/release"
    [ -n "$jdk_major" ]
}

# Sets jdk_release, a text that differs between any two builds of Java.
jdk_read_release() {
    jdk_release=
    while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
        case $jdk_line in
            JAVA_VERSION=* | IMPLEMENTOR*=* | JAVA_RUNTIME_VERSION=* | OS_ARCH=* | SOURCE=*)
                jdk_release="$jdk_release $jdk_line"
                ;;
        esac
    done <"$1/release"
}
