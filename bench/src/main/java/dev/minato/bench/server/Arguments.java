package dev.minato.bench.server;

import java.util.Arrays;
import java.util.List;

/// Arguments of the form `name` and `name=number`.
final class Arguments {
    private Arguments() {}

    static boolean has(String[] arguments, String name) {
        return List.of(arguments).contains(name);
    }

    static int number(String[] arguments, String name, int otherwise) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> Integer.parseInt(argument.substring(name.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }
}
