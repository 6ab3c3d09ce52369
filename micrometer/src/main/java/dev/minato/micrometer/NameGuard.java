package dev.minato.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A meter filter that keeps the names of meters, whoever registers them, from taking a whole Prometheus
/// scrape down.
///
/// Micrometer's registry for Prometheus takes meters in silence whose names are one in Prometheus's form, and
/// then fails at each scrape. So what would do that is changed, or left out, when it is registered:
///
/// | what is registered | what becomes of it |
/// |---|---|
/// | a gauge `x.max` beside a timer or a summary `x` | the later one is left out, with a warning |
/// | tags `peer.addr` and `peer_addr` of one meter | the second becomes `peer_addr_2` |
/// | a tag `le` or `quantile` of a timer or a summary | it becomes `exported_le` or `exported_quantile` |
///
/// It asks the registry's own naming convention, so it suits any registry and does nothing to names that do
/// not clash. Filters that come behind it may make new clashes: add it last. It keeps the names that it has
/// seen.
public final class NameGuard implements MeterFilter {
    private static final System.Logger LOGGER = System.getLogger(NameGuard.class.getName());
    private static final Set<String> RESERVED = Set.of("le", "quantile");

    private final MeterRegistry registry;

    /// Whose each name in the registry's form is; guarded by itself.
    private final Map<String, Owner> owners = new HashMap<>();

    /// Of whom the log was told.
    private final Set<Owner> told = ConcurrentHashMap.newKeySet();

    /// The meters of one name, whatever their tags.
    private record Owner(String name, Meter.Type type) {
        @Override
        public String toString() {
            return "meter " + name + " (" + type.name().toLowerCase(Locale.ROOT) + ")";
        }
    }

    private NameGuard(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Guards what is registered from now on: to be called before any meter is registered, and after other
    /// filters were added.
    public static void guard(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        registry.config().meterFilter(new NameGuard(registry));
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        Set<String> taken = new HashSet<>();
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : id.getTags()) {
            String key = isDistribution(id.getType()) && RESERVED.contains(form(tag.getKey()))
                    ? "exported_" + tag.getKey()
                    : tag.getKey();
            tags.add(Tag.of(free(key, taken), tag.getValue()));
        }
        return tags.equals(id.getTags()) ? id : id.replaceTags(tags);
    }

    private String free(String key, Set<String> taken) {
        String next = key;
        for (int i = 2; !taken.add(form(next)); i++) {
            next = key + "_" + i;
        }
        return next;
    }

    private String form(String tagKey) {
        return registry.config().namingConvention().tagKey(tagKey);
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        var owner = new Owner(id.getName(), id.getType());
        Optional<String> clash = claim(owner, names(id));
        if (clash.isPresent() && told.add(owner)) {
            LOGGER.log(System.Logger.Level.WARNING, clash.get());
        }
        return clash.isPresent() ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    /// Takes all of the names, or none; returns why not.
    private Optional<String> claim(Owner owner, List<String> names) {
        synchronized (owners) {
            for (String name : names) {
                Owner other = owners.getOrDefault(name, owner);
                if (!other.equals(owner)) {
                    return Optional.of(owner + " is left out, since " + name + " is a name of " + other + " already");
                }
            }
            names.forEach(name -> owners.put(name, owner));
            return Optional.empty();
        }
    }

    /// Returns the names of the lines of a meter.
    private List<String> names(Meter.Id id) {
        String name = registry.config().namingConvention().name(id.getName(), id.getType(), id.getBaseUnit());
        return isDistribution(id.getType())
                ? Stream.of("", "_max", "_count", "_sum", "_bucket")
                        .map(name::concat)
                        .toList()
                : List.of(name);
    }

    private static boolean isDistribution(Meter.Type type) {
        return type == Meter.Type.TIMER
                || type == Meter.Type.DISTRIBUTION_SUMMARY
                || type == Meter.Type.LONG_TASK_TIMER;
    }
}
