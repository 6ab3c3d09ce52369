package dev.minato.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/// The private key among the blocks of a PEM text, in any of the forms in which programs write one.
///
/// ```
/// PRIVATE KEY             PKCS#8, RFC 5958          as it is
/// ENCRYPTED PRIVATE KEY   PKCS#8, encrypted         EncryptedKey, with a password
/// RSA PRIVATE KEY         PKCS#1, RFC 8017          wrapped into PKCS#8
/// EC PRIVATE KEY          SEC1, RFC 5915            wrapped, with the curve that it names, or that the block
///                                                   EC PARAMETERS names
/// ```
final class PrivateKeyReader {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String RSA = "RSA PRIVATE KEY";
    private static final String EC = "EC PRIVATE KEY";
    private static final String EC_PARAMETERS = "EC PARAMETERS";
    private static final int CURVE_TAG = 0xa0;

    private static final byte[] VERSION_0 = {DerReader.INTEGER, 1, 0};
    private static final byte[] NULL = {0x05, 0};
    /// 1.2.840.113549.1.1.1
    private static final byte[] RSA_OID = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1};
    /// 1.2.840.10045.2.1
    private static final byte[] EC_OID = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private final List<PemBlock> blocks;
    private final Optional<char[]> password;

    private PrivateKeyReader(List<PemBlock> blocks, Optional<char[]> password) {
        this.blocks = blocks;
        this.password = password;
    }

    /// The one key among the blocks of `text`.
    static PrivateKey read(byte[] text, Optional<char[]> password) throws MalformedException {
        return new PrivateKeyReader(Pem.read(text), password).key();
    }

    private PrivateKey key() throws MalformedException {
        List<PemBlock> keys =
                blocks.stream().filter(block -> block.label().endsWith(PKCS8)).toList();
        if (keys.size() != 1) {
            throw new MalformedException(
                    keys.isEmpty()
                            ? "it has no private key, only " + Pem.labels(blocks)
                            : "it has several private keys: " + Pem.labels(keys));
        }
        PemBlock block = keys.getFirst();
        try {
            return key(block);
        } catch (MalformedException e) {
            throw block.malformed(e.reason(), e);
        }
    }

    private PrivateKey key(PemBlock block) throws MalformedException {
        if (block.isLegacyEncrypted()) {
            throw new MalformedException(
                    "a key with the encryption that OpenSSL used before PKCS#8 (Proc-Type: 4,ENCRYPTED)"
                            + " is not read; convert it: openssl pkcs8 -topk8 -in OLD -out NEW");
        }
        return switch (block.label()) {
            case PKCS8 -> decoded(block.bytes());
            case ENCRYPTED -> decoded(EncryptedKey.decrypted(block.bytes(), password));
            case RSA -> decoded(wrapped(block.bytes(), RSA_OID, NULL));
            case EC -> decoded(wrapped(block.bytes(), EC_OID, curve(block)));
            default ->
                throw new MalformedException("a key of the form " + block.label()
                        + " is not read; convert it: openssl pkey -in OLD -out NEW");
        };
    }

    private static byte[] wrapped(byte[] key, byte[] algorithm, byte[] parameters) throws MalformedException {
        var whole = new DerReader(key);
        whole.enter(DerReader.SEQUENCE);
        whole.expectEnd();
        return DerWriter.element(
                DerReader.SEQUENCE,
                VERSION_0,
                DerWriter.element(DerReader.SEQUENCE, algorithm, parameters),
                DerWriter.element(DerReader.OCTET_STRING, key));
    }

    /// The element that names the curve of a SEC1 key:
    ///
    /// ```
    /// ECPrivateKey ::= SEQUENCE { version INTEGER, privateKey OCTET STRING, [0] curve OPTIONAL, [1] … }
    /// ```
    private byte[] curve(PemBlock block) throws MalformedException {
        DerReader key = new DerReader(block.bytes()).enter(DerReader.SEQUENCE);
        key.content(DerReader.INTEGER);
        key.content(DerReader.OCTET_STRING);
        if (key.nextTag() == CURVE_TAG) {
            return key.enter(CURVE_TAG).element();
        }
        for (PemBlock other : blocks) {
            if (other.label().equals(EC_PARAMETERS)) {
                return new DerReader(other.bytes()).element();
            }
        }
        throw new MalformedException("the key does not name its curve, and there is no EC PARAMETERS block");
    }

    /// ```
    /// PrivateKeyInfo ::= SEQUENCE { version INTEGER, SEQUENCE { algorithm OBJECT IDENTIFIER, parameters … }, … }
    /// ```
    private static PrivateKey decoded(byte[] pkcs8) throws MalformedException {
        DerReader info = new DerReader(pkcs8).enter(DerReader.SEQUENCE);
        info.content(DerReader.INTEGER);
        DerReader algorithm = info.enter(DerReader.SEQUENCE);
        String name = algorithm(algorithm.objectIdentifier());
        try {
            return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            String hint = name.equals("EC") ? curveHint(algorithm) : "";
            throw new MalformedException("the " + name + " key is malformed" + hint, e);
        }
    }

    private static String curveHint(DerReader algorithm) throws MalformedException {
        return switch (algorithm.nextTag()) {
            case DerReader.OBJECT_IDENTIFIER -> ", or Java does not have its curve, " + algorithm.objectIdentifier();
            case DerReader.SEQUENCE -> ": its curve is written out, and Java reads only curves that are named";
            default -> "";
        };
    }

    private static String algorithm(String oid) throws MalformedException {
        return switch (oid) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            case "1.2.840.10045.2.1" -> "EC";
            case "1.3.101.112", "1.3.101.113" -> "EdDSA";
            case "1.2.840.10040.4.1" -> throw new MalformedException("a DSA key, which TLS has no use for");
            case "1.3.101.110", "1.3.101.111" -> throw new MalformedException("a key that cannot sign (X25519, X448)");
            default -> throw new MalformedException("a key of an algorithm that is not known, " + oid);
        };
    }
}
