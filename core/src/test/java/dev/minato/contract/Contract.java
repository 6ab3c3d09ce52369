package dev.minato.contract;

import dev.minato.testing.NetworkTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// A class whose tests hold in every [World]; it has a field `@Parameter World world`, or is a
/// [ConnectedContract].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NetworkTest
@ParameterizedClass(name = "{0}")
@MethodSource("dev.minato.contract.World#all")
@ExtendWith(InWorld.class)
@interface Contract {}
