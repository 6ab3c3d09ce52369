package dev.minato.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Set;

/// Whether a private key belongs to a public one: the one signs, the other verifies, which holds for every
/// algorithm.
final class KeyMatch {
    private static final Set<String> ALGORITHMS = Set.of("RSA", "RSASSA-PSS", "EC", "EdDSA");
    private static final byte[] MESSAGE = {'m', 'i', 'n', 'a', 't', 'o'};

    private KeyMatch() {}

    /// Whether it is of an algorithm with which TLS signs.
    static boolean isKnown(PrivateKey key) {
        return ALGORITHMS.contains(key.getAlgorithm());
    }

    /// What `key`, of an algorithm that [#isKnown], signs for [#verifies].
    static byte[] signed(PrivateKey key) throws MalformedException {
        try {
            Signature signature = signature(key);
            signature.initSign(key);
            signature.update(MESSAGE);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            String curve = key instanceof ECKey ec ? " on the curve " + ec.getParams() : "";
            throw new MalformedException("Java cannot sign with this " + key.getAlgorithm() + " key" + curve, e);
        }
    }

    /// Whether `certified` is the public key of `key`, whose signature is `signed`.
    static boolean verifies(PrivateKey key, byte[] signed, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = signature(key);
            signature.initVerify(certified);
            signature.update(MESSAGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException another) {
            // Keys of another curve or size cannot even be tried.
            return false;
        }
    }

    private static Signature signature(PrivateKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "EdDSA" -> Signature.getInstance("EdDSA");
            case "RSASSA-PSS" -> pss(key);
            default -> throw new AssertionError(key.getAlgorithm());
        };
    }

    /// A PSS key may say the parameters of its signatures; then no others are allowed.
    private static Signature pss(PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                key instanceof RSAKey rsa && rsa.getParams() instanceof PSSParameterSpec own
                        ? own
                        : new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }
}
