package dev.minato;

import dev.minato.platform.Platform;
import dev.minato.platform.PlatformUnavailableException;

/// A program for [PlatformChoiceTest]: says twice which platform it has, or why it has none.
final class PlatformChoice {
    private PlatformChoice() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < 2; i++) {
            try {
                Platform.current().choices().forEach(System.out::println);
            } catch (PlatformUnavailableException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
