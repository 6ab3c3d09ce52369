package dev.minato.services.dashboard;

import dev.minato.services.http.HttpResponse;
import dev.minato.services.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/// A file of the page, out of the jar.
///
/// @param response what answers a request for it
record Asset(HttpResponse response) {
    private static final Map<String, Asset> ALL = Map.of(
            "/", read("index.html", "text/html; charset=utf-8"),
            "/dashboard.css", read("dashboard.css", "text/css; charset=utf-8"),
            "/dashboard.js", read("dashboard.js", "text/javascript; charset=utf-8"),
            "/icon.svg", read("icon.svg", "image/svg+xml"));

    static Optional<Asset> of(String path) {
        return Optional.ofNullable(ALL.get(path));
    }

    private static Asset read(String name, String type) {
        try (InputStream input = Asset.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new AssertionError(name + " is not in the jar");
            }
            return new Asset(HttpResponse.of(HttpStatus.OK, type, input.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("read " + name, e);
        }
    }
}
