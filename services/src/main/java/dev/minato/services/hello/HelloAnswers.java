package dev.minato.services.hello;

import dev.minato.services.http.HttpAnswer;
import dev.minato.services.http.HttpPersistence;
import dev.minato.services.http.HttpRequest;
import dev.minato.services.http.HttpResponse;
import dev.minato.services.http.HttpStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// All answers of `hello`, made once.
final class HelloAnswers {
    private static final Map<HttpStatus, Map<HttpPersistence, HttpAnswer>> HEADS = all(true);
    private static final Map<HttpStatus, Map<HttpPersistence, HttpAnswer>> WHOLE = all(false);

    private HelloAnswers() {}

    private static Map<HttpStatus, Map<HttpPersistence, HttpAnswer>> all(boolean isHead) {
        var all = new EnumMap<HttpStatus, Map<HttpPersistence, HttpAnswer>>(HttpStatus.class);
        for (HttpStatus status : HttpStatus.values()) {
            var response = response(status);
            var ofStatus = new EnumMap<HttpPersistence, HttpAnswer>(HttpPersistence.class);
            for (HttpPersistence persistence : HttpPersistence.values()) {
                ofStatus.put(persistence, HttpAnswer.of(response, isHead, persistence));
            }
            all.put(status, ofStatus);
        }
        return all;
    }

    private static HttpResponse response(HttpStatus status) {
        return status == HttpStatus.OK
                ? HttpResponse.of(status, HttpResponse.TEXT, "Hello, World!")
                : HttpResponse.of(status);
    }

    static HttpAnswer to(HttpRequest request) {
        var ofStatus = Objects.requireNonNull((request.isHead() ? HEADS : WHOLE).get(request.status()));
        return Objects.requireNonNull(ofStatus.get(request.persistence()));
    }
}
