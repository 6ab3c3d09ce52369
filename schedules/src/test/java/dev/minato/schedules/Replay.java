package dev.minato.schedules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kotlinx.serialization.builtins.BuiltinSerializersKt;
import kotlinx.serialization.json.Json;
import org.pastalab.fray.core.observers.ScheduleRecording;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.ReplayScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/// A schedule that was found before: the `recording.json` that `-Dminato.replay=…` names.
///
/// Fray's own way to name one replays it first of all, when steps of classes that are being initialized come
/// between.
final class Replay {
    private Replay() {}

    /// What replays it; empty if none is named.
    static Optional<Scheduler> named(Randomness random) {
        return Optional.ofNullable(System.getProperty("minato.replay"))
                .map(file -> new ReplayScheduler(
                        Json.Default.decodeFromString(
                                BuiltinSerializersKt.ListSerializer(ScheduleRecording.Companion.serializer()),
                                read(Path.of(file))),
                        random));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
