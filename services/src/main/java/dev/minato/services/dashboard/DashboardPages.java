package dev.minato.services.dashboard;

import dev.minato.services.http.HttpRequest;
import dev.minato.services.http.HttpResponse;
import dev.minato.services.http.HttpRoute;
import dev.minato.services.http.HttpStatus;
import java.util.Optional;
import java.util.function.LongFunction;

/// The paths of the dashboard.
///
/// | path | what |
/// |---|---|
/// | `/`, `/dashboard.css`, `/dashboard.js`, `/icon.svg` | the page |
/// | `/events` | a frame a second ([Frame]), as server-sent events |
/// | `/connections/17`, `/refusals/3` | the story of one connection ([Story]) |
/// | `/search?peer=10.1.2.3` | the connections of one client or service ([Search]) |
///
/// All of them only read. A browser runs nothing on the page but its script, shows it in no frame, and shows
/// nobody else what it got; what may be in the name of a peer or in the text of a failure is data in JSON.
final class DashboardPages implements HttpRoute {
    /// How many browsers look at once; the connections beyond are for pages and stories.
    static final int MAX_STREAMS = 12;

    private static final String JSON = "application/json; charset=utf-8";
    private static final String EVENTS = "text/event-stream; charset=utf-8";
    private static final String CONNECTION = "/connections/";
    private static final String REFUSAL = "/refusals/";
    private static final String PEER = "peer=";

    /// The digits of a number that is a `long` for sure.
    private static final int MAX_DIGITS = 18;

    private final HostCheck hosts;
    private final Sampler sampler;
    private final Story stories;
    private final Search search;

    DashboardPages(HostCheck hosts, Sampler sampler, Story stories, Search search) {
        this.hosts = hosts;
        this.sampler = sampler;
        this.stories = stories;
        this.search = search;
    }

    @Override
    public HttpResponse respond(HttpRequest request) {
        HttpResponse response = hosts.allows(request.host()) ? page(request) : refused();
        return response.with(
                        "Content-Security-Policy",
                        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Cache-Control", "no-store");
    }

    private static HttpResponse refused() {
        return HttpResponse.of(
                HttpStatus.MISDIRECTED_REQUEST,
                HttpResponse.TEXT,
                "The dashboard answers to its address and to localhost only, not to other names.\n");
    }

    private HttpResponse page(HttpRequest request) {
        String path = request.path();
        if (path.equals("/events")) {
            return events(request);
        }
        if (path.equals("/search")) {
            return HttpResponse.of(HttpStatus.OK, JSON, search.of(peer(request.query())));
        }
        if (path.startsWith(CONNECTION)) {
            return story(path.substring(CONNECTION.length()), stories::ofConnection);
        }
        if (path.startsWith(REFUSAL)) {
            return story(path.substring(REFUSAL.length()), stories::ofRefusal);
        }
        return Asset.of(path).map(Asset::response).orElseGet(() -> HttpResponse.of(HttpStatus.NOT_FOUND));
    }

    private HttpResponse events(HttpRequest request) {
        if (request.isHead()) {
            return HttpResponse.of(HttpStatus.OK, EVENTS, "");
        }
        if (sampler.viewers() >= MAX_STREAMS) {
            return HttpResponse.of(
                    HttpStatus.SERVICE_UNAVAILABLE, HttpResponse.TEXT, MAX_STREAMS + " pages are open already.\n");
        }
        return HttpResponse.stream(EVENTS, new EventStream(sampler));
    }

    private static HttpResponse story(String number, LongFunction<Optional<String>> stories) {
        boolean isNumber = number.length() <= MAX_DIGITS
                && !number.isEmpty()
                && number.chars().allMatch(each -> each >= '0' && each <= '9');
        return (isNumber ? stories.apply(Long.parseLong(number)) : Optional.<String>empty())
                .map(json -> HttpResponse.of(HttpStatus.OK, JSON, json))
                .orElseGet(() -> HttpResponse.of(HttpStatus.NOT_FOUND));
    }

    private static String peer(String query) {
        return query.startsWith(PEER) ? query.substring(PEER.length()) : "";
    }
}
