package dev.minato.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The converter of numbers on the command line that have a range.
record CountOption(int min, int max) implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        Quantity quantity = Quantity.read(text);
        if (!quantity.unit().isEmpty() || quantity.count() < min || quantity.count() > max) {
            throw new TypeConversionException("'" + text + "' is not a number from " + min + " to " + max);
        }
        return (int) quantity.count();
    }
}
