package dev.minato.misuse;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The public API of the module: the public types of its exported packages, and what can be called on them.
final class PublicApi {
    static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern EXPORTS = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");

    private PublicApi() {}

    static List<String> packages() throws IOException {
        String module = Files.readString(SOURCES.resolve("module-info.java"));
        return EXPORTS.matcher(module).results().map(found -> found.group(1)).toList();
    }

    /// The public types of a package, nested ones included.
    static List<Class<?>> types(String name) throws IOException {
        var types = new ArrayList<Class<?>>();
        try (Stream<Path> files = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(file -> Character.isUpperCase(file.charAt(0)))
                    .sorted()
                    .forEach(file -> addPublic(types, type(name + "." + file)));
        }
        return types;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no class for a source", e);
        }
    }

    private static void addPublic(List<Class<?>> types, Class<?> type) {
        if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
            for (Class<?> nested : type.getDeclaredClasses()) {
                addPublic(types, nested);
            }
        }
    }

    /// What a caller may call on a type that has a reference parameter: its public constructors, and its
    /// methods that the library wrote, inherited ones included.
    static List<Executable> calls(Class<?> type) {
        var calls = new ArrayList<Executable>();
        for (Constructor<?> constructor : type.getConstructors()) {
            calls.add(constructor);
        }
        for (Method method : type.getMethods()) {
            boolean ours = method.getDeclaringClass().getName().startsWith("dev.minato.");
            if (ours && !isOfTheLanguage(method)) {
                calls.add(method);
            }
        }
        return calls;
    }

    /// What has its meaning from the language: `equals` takes a null, `compareTo(Object)` bridges to a method
    /// that is public itself, `valueOf` is the compiler's.
    private static boolean isOfTheLanguage(Method method) {
        return switch (method.getName()) {
            case "equals", "valueOf" -> true;
            case "compareTo", "encode", "maxEncodedLength" -> method.isBridge();
            default -> false;
        };
    }

    /// `TcpStream.read(ByteBuffer)`.
    static String describe(Class<?> type, Executable call) {
        var parameters =
                Stream.of(call.getParameterTypes()).map(Class::getSimpleName).toList();
        String name = call instanceof Constructor<?>
                ? "new " + type.getSimpleName()
                : type.getSimpleName() + "." + call.getName();
        return name + "(" + String.join(", ", parameters) + ")";
    }
}
