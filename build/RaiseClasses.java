import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Raises the classes in jars that were compiled for Java 6 or earlier, such as picocli's, to the version of
/// Java 7, whose classes are verified by the stack maps that they bring. What they do stays as it was.
///
/// The AOT cache of JDK 25 takes no class from before Java 6: it would be read from its jar at each start, and
/// verified without stack maps, by a verifier that is loaded for that. `./minato` runs this when it builds.
final class RaiseClasses {
    private static final int RAISED = ClassFile.JAVA_7_VERSION;

    /// Where a class file has the lower byte of its major version.
    private static final int VERSION = 7;

    private RaiseClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            try (FileSystem opened = FileSystems.newFileSystem(Path.of(jar))) {
                raise(opened);
            }
        }
    }

    /// An archive in which nothing was written stays the file that it was.
    private static void raise(FileSystem jar) throws IOException {
        ClassFile raiser = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(hierarchy(jar)));
        for (Path each : classes(jar)) {
            byte[] bytes = Files.readAllBytes(each);
            if (bytes[VERSION] < RAISED) {
                Files.write(each, raised(raiser, raiser.parse(bytes)));
            }
        }
    }

    private static List<Path> classes(FileSystem jar) throws IOException {
        try (Stream<Path> all = Files.walk(jar.getPath("/"))) {
            return all.filter(each -> each.toString().endsWith(".class")).toList();
        }
    }

    /// What extends what, which stack maps depend on: as the jar says, and the JDK.
    private static ClassHierarchyResolver hierarchy(FileSystem jar) {
        return ClassHierarchyResolver.ofResourceParsing(type -> {
                    String descriptor = type.descriptorString();
                    Path file = jar.getPath("/" + descriptor.substring(1, descriptor.length() - 1) + ".class");
                    try {
                        return Files.exists(file) ? Files.newInputStream(file) : null;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static byte[] raised(ClassFile raiser, ClassModel model) {
        ClassTransform version = (to, element) ->
                to.with(element instanceof ClassFileVersion ? ClassFileVersion.of(RAISED, 0) : element);
        // Code is written anew, since that is when its stack maps are made.
        ClassTransform maps = ClassTransform.transformingMethods(MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
        return raiser.transformClass(model, version.andThen(maps));
    }
}
