package dev.minato.tls;

import dev.minato.address.AddressParseException;
import dev.minato.address.IpAddr;
import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/// The hosts that a certificate is for, and whether one of them is meant (RFC 9525; the name alone, no trust).
///
/// Names are compared in lower case, in their ASCII form (IDNA), without a dot at the end. A `*` stands for one
/// whole label, the first.
final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String COMMON_NAME = "CN=";

    private CertificateNames() {}

    /// The DNS names and addresses among the alternative names; the common name of the subject if there are
    /// none, as the JDK does it, and that may be a host.
    static List<String> of(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(each -> add(each, names));
            }
        } catch (CertificateParsingException malformed) {
            // Nobody can be told to be meant by names that cannot be read.
            return List.of();
        }
        if (names.isEmpty()) {
            commonName(certificate.getSubjectX500Principal())
                    .map(CertificateNames::normalized)
                    .filter(CertificateNames::isHost)
                    .ifPresent(names::add);
        }
        return List.copyOf(names);
    }

    /// Whether it may be one: that of an authority is `Example Root`.
    private static boolean isHost(String name) {
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "*-._:".indexOf(c) >= 0);
    }

    private static void add(List<?> alternative, List<String> names) {
        if (alternative.get(0) instanceof Integer type && alternative.get(1) instanceof String value) {
            if (type == DNS_NAME) {
                names.add(normalized(value));
            } else if (type == IP_ADDRESS) {
                names.add(address(value).map(IpAddr::toString).orElse(value));
            }
        }
    }

    /// Whether one of `names`, as [#of] gives them, is or covers `host`.
    static boolean match(List<String> names, String host) {
        return matchExactly(names, host) || matchWildcard(names, host);
    }

    /// Whether one of `names` is `host`, letter by letter.
    static boolean matchExactly(List<String> names, String host) {
        return names.contains(canonical(host));
    }

    /// Whether one of `names` has a `*` for the first label of `host`.
    static boolean matchWildcard(List<String> names, String host) {
        String canonical = canonical(host);
        int dot = canonical.indexOf('.');
        return dot > 0 && address(canonical).isEmpty() && names.contains("*" + canonical.substring(dot));
    }

    private static String canonical(String host) {
        int zone = host.indexOf('%');
        return address(zone < 0 ? host : host.substring(0, zone))
                .map(IpAddr::toString)
                .orElseGet(() -> normalized(host));
    }

    private static String normalized(String name) {
        String undotted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return ascii(undotted).toLowerCase(Locale.ROOT);
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException noName) {
            return name;
        }
    }

    private static Optional<IpAddr> address(String text) {
        try {
            return Optional.of(IpAddr.parse(text));
        } catch (AddressParseException noAddress) {
            return Optional.empty();
        }
    }

    /// The most specific CN, which comes first in RFC 2253: `CN=a\,b,O=c`.
    private static Optional<String> commonName(X500Principal subject) {
        String text = subject.getName(X500Principal.RFC2253);
        for (int at = 0; at < text.length(); at = endOfValue(text, at) + 1) {
            if (text.startsWith(COMMON_NAME, at)) {
                String value = text.substring(at + COMMON_NAME.length(), endOfValue(text, at));
                return Optional.of(value.replaceAll("\\\\(.)", "$1"));
            }
        }
        return Optional.empty();
    }

    private static int endOfValue(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '+') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }
}
