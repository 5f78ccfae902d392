package io.vestibule.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may import whom, as docs/architecture.md draws it. */
class LayeringTest {

    private static final String[] JDK_AND_ANNOTATIONS = {"java..", "org.jspecify.annotations.."};

    private static JavaClasses main;

    @BeforeAll
    static void readEveryModule() {
        main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.vestibule");
    }

    @Test
    @DisplayName("the model knows the JDK and Matrix identifiers only")
    void model() {
        classes()
                .that(resideInAPackage("io.vestibule.model.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.vestibule.model..", "io.vestibule.matrix.id..")
                        .or(resideInAnyPackage(JDK_AND_ANNOTATIONS)))
                .check(main);
    }

    @Test
    @DisplayName("Matrix identifiers know nothing but the JDK")
    void identifiers() {
        classes()
                .that(resideInAPackage("io.vestibule.matrix.id.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage("io.vestibule.matrix.id..").or(resideInAnyPackage(JDK_AND_ANNOTATIONS)))
                .check(main);
    }

    @Test
    @DisplayName("the Matrix library knows no Kafka, no Avro and nothing else of Vestibule")
    void matrix() {
        noClasses()
                .that(resideInAPackage("io.vestibule.matrix.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
                        .or(resideInAPackage("io.vestibule..").and(not(resideInAPackage("io.vestibule.matrix..")))))
                .check(main);
    }

    @Test
    @DisplayName("the Matrix protocol does no I/O: no Vert.x, no sockets, no HTTP")
    void protocolWithoutNetwork() {
        noClasses()
                .that(resideInAPackage("io.vestibule.matrix..")
                        .and(not(resideInAPackage("io.vestibule.matrix.federation.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http.."))
                .check(main);
    }

    @Test
    @DisplayName("schemas know no Matrix code and no other module")
    void schemas() {
        noClasses()
                .that(resideInAPackage("io.vestibule.schemas.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.vestibule..").and(not(resideInAPackage("io.vestibule.schemas.."))))
                .check(main);
    }

    @Test
    @DisplayName(
            "the topology knows the model, schemas, identifiers, JSON and application services' events, and no HTTP")
    void topology() {
        noClasses()
                .that(topologyCore())
                .should()
                .dependOnClassesThat(resideInAPackage("io.vestibule..")
                        .and(not(resideInAnyPackage(
                                "io.vestibule.topology..",
                                "io.vestibule.model..",
                                "io.vestibule.schemas..",
                                "io.vestibule.matrix.id..",
                                "io.vestibule.matrix.json..",
                                "io.vestibule.matrix.appservice..")))
                        .or(resideInAnyPackage("io.vertx..", "java.net.http..", "java.net..")))
                .check(main);
    }

    @Test
    @DisplayName("in the topology, only the codec reads JSON")
    void jsonInTheCodecOnly() {
        noClasses()
                .that(topologyCore().and(not(resideInAPackage("io.vestibule.topology.codec.."))))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vestibule.matrix.json.."))
                .check(main);
    }

    @Test
    @DisplayName("neither the model nor the topology reads a clock or draws a random number")
    void pureCore() {
        noClasses()
                .that(topologyCore().or(resideInAPackage("io.vestibule.model..")))
                .should()
                .callMethodWhere(new DescribedPredicate<JavaCall<?>>("reads a clock or draws a random number") {
                    @Override
                    public boolean test(JavaCall<?> call) {
                        JavaClass owner = call.getTargetOwner();
                        String method = call.getTarget().getName();
                        return (owner.isEquivalentTo(System.class)
                                        && (method.equals("currentTimeMillis") || method.equals("nanoTime")))
                                || (owner.isEquivalentTo(Instant.class) && method.equals("now"))
                                || (owner.isEquivalentTo(UUID.class) && method.equals("randomUUID"))
                                || owner.isEquivalentTo(Clock.class)
                                || owner.isAssignableTo(Random.class)
                                || owner.isEquivalentTo(ThreadLocalRandom.class)
                                || owner.isEquivalentTo(SecureRandom.class);
                    }
                })
                .check(main);
    }

    @Test
    @DisplayName("services never import one another; only standalone and the command line may")
    void services() {
        for (String service : new String[] {"ingress", "worker", "appservice", "topology.service", "console"}) {
            noClasses()
                    .that(resideInAPackage("io.vestibule." + service + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                                    "io.vestibule.ingress..",
                                    "io.vestibule.worker..",
                                    "io.vestibule.appservice..",
                                    "io.vestibule.topology.service..",
                                    "io.vestibule.console..",
                                    "io.vestibule.cli..",
                                    "io.vestibule.standalone..",
                                    "io.vestibule.broker..",
                                    "io.vestibule.testkit..")
                            .and(not(resideInAPackage("io.vestibule." + service + ".."))))
                    .check(main);
        }
    }

    @Test
    @DisplayName("ingress, worker, appservice and console hold no decisions: they know nothing of the model")
    void noDecisionsInServices() {
        noClasses()
                .that(resideInAnyPackage(
                        "io.vestibule.ingress..",
                        "io.vestibule.worker..",
                        "io.vestibule.appservice..",
                        "io.vestibule.console..",
                        "io.vestibule.kit.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vestibule.model.."))
                .check(main);
    }

    @Test
    @DisplayName("the client library knows identifiers and schemas, and nothing else of Vestibule")
    void client() {
        noClasses()
                .that(resideInAPackage("io.vestibule.client.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vestibule..")
                        .and(not(resideInAnyPackage(
                                "io.vestibule.client..", "io.vestibule.schemas..", "io.vestibule.matrix.id.."))))
                .check(main);
    }

    @Test
    @DisplayName("the verifier shares records and identifiers with Vestibule, and nothing that decides")
    void verifier() {
        noClasses()
                .that(resideInAPackage("io.vestibule.verifier.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vestibule..")
                        .and(not(resideInAnyPackage(
                                "io.vestibule.verifier..", "io.vestibule.schemas..", "io.vestibule.matrix..")))
                        .or(resideInAnyPackage("org.apache.kafka.streams..", "io.vertx..")))
                .check(main);
    }

    @Test
    @DisplayName("what operators are told knows the client library, the ledger's fold and schemas; no service, no HTTP")
    void operator() {
        noClasses()
                .that(resideInAPackage("io.vestibule.operator.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vestibule..")
                        .and(not(resideInAnyPackage(
                                "io.vestibule.operator..",
                                "io.vestibule.client..",
                                "io.vestibule.schemas..",
                                "io.vestibule.model..",
                                "io.vestibule.topology..",
                                "io.vestibule.matrix.id..",
                                "io.vestibule.matrix.json..")))
                        .or(resideInAnyPackage(
                                "io.vestibule.topology.service..", "io.vertx..", "java.net.http..", "picocli..")))
                .check(main);
    }

    @Test
    @DisplayName("a corner of the kit knows OpenTelemetry, so that whoever does not trace never loads it")
    void openTelemetry() {
        noClasses()
                .that(not(nameMatching(".*\\.(OtelTracing|WantedIds|JdkSender)(\\$.*)?")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.opentelemetry.."))
                .check(main);
    }

    @Test
    @DisplayName("packages of the Matrix library form no cycles")
    void noCyclesInMatrix() {
        slices().matching("io.vestibule.matrix.(**)").should().beFreeOfCycles().check(main);
    }

    private static DescribedPredicate<JavaClass> topologyCore() {
        return resideInAPackage("io.vestibule.topology..")
                .and(not(resideInAPackage("io.vestibule.topology.service..")));
    }
}
