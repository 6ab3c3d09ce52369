package dev.minato.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The converter of shares on the command line: `5%`, `0.5%`; from 0 to 1.
final class ShareOption implements ITypeConverter<Double> {
    private static final int MAX_LENGTH = 8;

    @Override
    public Double convert(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
        if (number.length() > MAX_LENGTH || !number.matches("\\d+(\\.\\d+)?")) {
            throw malformed(text);
        }
        double share = Double.parseDouble(number) / 100;
        if (share > 1) {
            throw malformed(text);
        }
        return share;
    }

    private static TypeConversionException malformed(String text) {
        return new TypeConversionException("'" + text + "' is not a share from 0% to 100%, such as 5% or 0.5%");
    }
}
