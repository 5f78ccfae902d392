package io.vestibule.matrix.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.vestibule.matrix.id.KeyId;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * AWS-LC through the Amazon Corretto Crypto Provider. Its equation is libsodium's; what libsodium refuses beforehand is
 * refused here by {@link Guards}. The provider is used directly and never registered for the whole process.
 */
final class NativeEd25519 implements Ed25519 {

    private static final String ALGORITHM = "Ed25519";
    private static final String REGISTER = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final Provider provider;

    private NativeEd25519(Provider provider) {
        this.provider = provider;
    }

    /** Tries the library out before it is trusted: a signature must come back right. */
    static Optional<Ed25519> load() {
        try {
            // Read once, when the provider's class is initialised; without it there is no key factory.
            System.setProperty(REGISTER, "true");
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null) {
                return Optional.empty();
            }
            NativeEd25519 loaded = new NativeEd25519(provider);
            return loaded.works() ? Optional.of(loaded) : Optional.empty();
        } catch (LinkageError | RuntimeException unusable) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] sign(SigningKey key, byte[] message) {
        try {
            PrivateKey prepared = key.prepared();
            if (prepared == null) {
                prepared = KeyFactory.getInstance(ALGORITHM, provider)
                        .generatePrivate(new PKCS8EncodedKeySpec(joined(PRIVATE_PREFIX, key.seed())));
                key.prepared(prepared);
            }
            Signature signature = Signature.getInstance(ALGORITHM, provider);
            signature.initSign(prepared);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a checked key cannot sign: " + key.id(), e);
        }
    }

    @Override
    public boolean verify(VerifyKey key, byte[] message, byte[] signature) {
        if (!key.isAcceptable() || !Guards.acceptsSignature(signature)) {
            return false;
        }
        try {
            PublicKey prepared = key.prepared();
            if (prepared == null) {
                prepared = KeyFactory.getInstance(ALGORITHM, provider)
                        .generatePublic(new X509EncodedKeySpec(joined(PUBLIC_PREFIX, key.raw())));
                key.prepared(prepared);
            }
            Signature verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(prepared);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException neitherPointNorSignature) {
            return false;
        }
    }

    @Override
    public String provider() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    private boolean works() {
        SigningKey key = SigningKey.of(KeyId.of("ed25519:probe"), new byte[SigningKey.SEED_BYTES]);
        byte[] message = {1, 2, 3};
        byte[] signature = sign(key, message);
        return verify(key.verifyKey(), message, signature)
                && !verify(key.verifyKey(), new byte[0], signature)
                && new PortableEd25519().verify(key.verifyKey(), message, signature);
    }

    private static byte[] joined(byte[] prefix, byte[] rest) {
        byte[] joined = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, joined, prefix.length, rest.length);
        return joined;
    }
}
