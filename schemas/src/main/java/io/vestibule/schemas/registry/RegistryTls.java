package io.vestibule.schemas.registry;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards a registry from Kafka's own keys behind the prefix {@code schema.registry.}: JKS, PKCS12 and PEM stores.
 *
 * <p>The host name in the certificate is checked unless {@code schema.registry.ssl.endpoint.identification.algorithm} is
 * set to {@code none} or to nothing; Confluent's client checks it only when that key says {@code https}.
 */
final class RegistryTls {

    private static final String HOST_CHECK = "endpoint.identification.algorithm";

    private RegistryTls() {}

    /**
     * @param prefix {@code schema.registry.ssl.} for the registry, {@code ssl.} for a token endpoint
     * @return the context, or empty when no key is set and the platform's own trust is right
     * @throws ConfigException if a store cannot be read; the message says which keys
     */
    static Optional<SSLContext> context(RegistrySettings settings, String prefix) {
        Map<String, Object> keys = new LinkedHashMap<>();
        settings.under(prefix).forEach((key, value) -> keys.put("ssl." + key, value));
        boolean hostCheck = hostCheck(settings, prefix);
        keys.remove("ssl." + HOST_CHECK);
        if (keys.isEmpty() && hostCheck) {
            return Optional.empty();
        }
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        AbstractConfig parsed = new AbstractConfig(known, keys, false);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(parsed.values());
            return Optional.of(hostCheck ? factory.sslContext() : unchecked(factory, parsed));
        } catch (RuntimeException | GeneralSecurityException failure) {
            ConfigException problem =
                    new ConfigException("the keys " + prefix + "* do not make a TLS client: " + failure.getMessage());
            problem.initCause(failure);
            throw problem;
        }
    }

    private static boolean hostCheck(RegistrySettings settings, String prefix) {
        String algorithm = settings.text(prefix + HOST_CHECK).orElse("https");
        return switch (algorithm) {
            case "https", "HTTPS" -> true;
            case "none", "" -> false;
            default -> throw new ConfigException(prefix + HOST_CHECK, algorithm, "must be https or none");
        };
    }

    private static SSLContext unchecked(DefaultSslEngineFactory factory, AbstractConfig parsed)
            throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(factory.truststore());
        TrustManager[] managers = Arrays.stream(trust.getTrustManagers())
                .map(manager ->
                        manager instanceof X509TrustManager checked ? new AnyHostTrustManager(checked) : manager)
                .toArray(TrustManager[]::new);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(factory.keystore(), parsed), managers, new SecureRandom());
        return context;
    }

    private static KeyManager @Nullable [] keyManagers(@Nullable KeyStore keys, AbstractConfig parsed)
            throws GeneralSecurityException {
        if (keys == null) {
            return null;
        }
        Password own = parsed.getPassword("ssl.key.password");
        Password store = own != null ? own : parsed.getPassword("ssl.keystore.password");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, store == null ? null : store.value().toCharArray());
        return factory.getKeyManagers();
    }
}
