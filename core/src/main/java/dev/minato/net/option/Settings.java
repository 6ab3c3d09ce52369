package dev.minato.net.option;

import dev.minato.address.SocketAddr;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.List;

/// The socket options of a socket that is still to be opened, each at most once. Immutable.
public final class Settings {
    /// No option: all have the kernel's defaults.
    public static final Settings NONE = new Settings(List.of());

    private final List<Setting<?>> all;

    private Settings(List<Setting<?>> all) {
        this.all = all;
    }

    /// Returns these settings and one more, in place of an earlier one of the same option.
    public <T> Settings with(SocketOption<T> option, T value) {
        return with(new Setting<>(option, value));
    }

    /// Returns these settings and one more, in place of an earlier one of the same option.
    public Settings with(Setting<?> setting) {
        var others = new ArrayList<Setting<?>>(all);
        others.removeIf(earlier -> earlier.option().equals(setting.option()));
        others.add(setting);
        return new Settings(List.copyOf(others));
    }

    /// Returns those that a socket of the address's family has: IPV6_V6ONLY is IPv6's alone.
    public List<Setting<?>> of(SocketAddr address) {
        return address.isIpv6()
                ? all
                : all.stream()
                        .filter(setting -> !setting.option().equals(PlatformOptions.ONLY_V6))
                        .toList();
    }
}
