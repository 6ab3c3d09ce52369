package dev.minato.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A private key that is encrypted with a password (PKCS#8, RFC 5958): what the JDK can decrypt, which is what
/// OpenSSL writes by default (PBES2 with AES), and its older forms.
final class EncryptedKey {
    private static final String CONVERT = "; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW";

    private EncryptedKey() {}

    /// The key in PKCS#8.
    static byte[] decrypted(byte[] encrypted, Optional<char[]> password) throws MalformedException {
        char[] given = password.orElseThrow(
                () -> new MalformedException("the key is encrypted, and there is no password for it"));
        for (char c : given) {
            if (c > '~') {
                throw new MalformedException("the password of a key must be ASCII");
            }
        }
        EncryptedPrivateKeyInfo info = info(encrypted);
        Cipher cipher = cipher(info, given);
        try {
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException | RuntimeException e) {
            throw new MalformedException("the key cannot be decrypted: another password, or it is damaged", e);
        }
    }

    private static EncryptedPrivateKeyInfo info(byte[] encrypted) throws MalformedException {
        try {
            return new EncryptedPrivateKeyInfo(encrypted);
        } catch (IOException | RuntimeException e) {
            throw new MalformedException(
                    "the key is malformed, or encrypted in a way that Java does not have" + CONVERT, e);
        }
    }

    private static Cipher cipher(EncryptedPrivateKeyInfo info, char[] password) throws MalformedException {
        var spec = new PBEKeySpec(password);
        try {
            AlgorithmParameters parameters = info.getAlgParameters();
            if (parameters == null) {
                throw new NoSuchAlgorithmException(info.getAlgName());
            }
            String name = name(info, parameters);
            SecretKey key = SecretKeyFactory.getInstance(name).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(name);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            return cipher;
        } catch (InvalidKeyException e) {
            throw new MalformedException("the key cannot be decrypted with this password", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new MalformedException("the key is encrypted in a way that Java does not have" + CONVERT, e);
        } finally {
            spec.clearPassword();
        }
    }

    /// PBES2 is a frame; the parameters say the algorithm, as `PBEWithHmacSHA256AndAES_256`.
    private static String name(EncryptedPrivateKeyInfo info, AlgorithmParameters parameters) {
        String name = info.getAlgName();
        return name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13") ? parameters.toString() : name;
    }
}
