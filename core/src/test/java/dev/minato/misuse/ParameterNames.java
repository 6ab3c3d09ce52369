package dev.minato.misuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of parameters as the sources have them: class files keep none.
final class ParameterNames {
    private static final Pattern ANNOTATION = Pattern.compile("@\\w+(\\([^)]*\\))?");
    private static final Pattern TYPE_ARGUMENTS = Pattern.compile("<[^<>]*>");

    private final List<String> sources;

    /// Reads all sources below a folder.
    ParameterNames(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<String> read = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                read.add(withoutComments(Files.readString(file)));
            }
            sources = List.copyOf(read);
        }
    }

    /// The names that parameter `index` has where a method, constructor or record called `name` has `count`
    /// parameters of which that one is a `type` (its simple name), or of a type variable.
    Set<String> of(String name, int count, int index, String type) {
        var names = new TreeSet<String>();
        var called = Pattern.compile("\\b" + Pattern.quote(name)
                + "\\s*(<[\\w, ]*>)?\\s*\\(([^;{}]*?)\\)\\s*(throws [\\w, ]+|implements [\\w<>, ]+)?[;{]");
        for (String source : sources) {
            if (!source.contains(name)) {
                continue;
            }
            called.matcher(source).results().forEach(match -> {
                List<String> parameters = parameters(match.group(2));
                if (parameters.size() == count) {
                    name(parameters.get(index), type).ifPresent(names::add);
                }
            });
        }
        return names;
    }

    private static Optional<String> name(String parameter, String type) {
        String[] words =
                parameter.replace("...", "[] ").replace("final ", "").strip().split("\\s+");
        if (words.length != 2) {
            return Optional.empty();
        }
        boolean matches = words[0].equals(type) || words[0].endsWith("." + type) || words[0].length() == 1;
        return matches ? Optional.of(words[1]) : Optional.empty();
    }

    private static List<String> parameters(String list) {
        String plain = ANNOTATION.matcher(list).replaceAll("");
        String before;
        do {
            before = plain;
            plain = TYPE_ARGUMENTS.matcher(plain).replaceAll("");
        } while (!plain.equals(before));
        return plain.isBlank() ? List.of() : List.of(plain.split(","));
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?m)//.*$", "");
    }
}
