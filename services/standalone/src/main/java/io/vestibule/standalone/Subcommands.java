package io.vestibule.standalone;

import io.vestibule.cli.AcceptCommand;
import io.vestibule.cli.AuditCommand;
import io.vestibule.cli.CompletionCommand;
import io.vestibule.cli.ConfigCommand;
import io.vestibule.cli.DlqCommand;
import io.vestibule.cli.DoctorCommand;
import io.vestibule.cli.ExplainCommand;
import io.vestibule.cli.ForgetCommand;
import io.vestibule.cli.KeysCommand;
import io.vestibule.cli.ListCommand;
import io.vestibule.cli.PolicyCommand;
import io.vestibule.cli.RejectCommand;
import io.vestibule.cli.ReplayCommand;
import io.vestibule.cli.RetractInviteCommand;
import io.vestibule.cli.RetryCommand;
import io.vestibule.cli.SchemasCommand;
import io.vestibule.cli.SendInviteCommand;
import io.vestibule.cli.ServerCommand;
import io.vestibule.cli.ShowCommand;
import io.vestibule.cli.TailCommand;
import io.vestibule.cli.TopicsCommand;
import io.vestibule.standalone.demo.DemoCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The commands of {@code vestibule}, in the order of its help. */
final class Subcommands {

    private static final String COMPLETION = "completion";
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("standalone", ServiceCommand.All.class);
        COMMANDS.put("ingress", ServiceCommand.Ingress.class);
        COMMANDS.put("topology", ServiceCommand.Topology.class);
        COMMANDS.put("worker", ServiceCommand.Worker.class);
        COMMANDS.put("appservice", ServiceCommand.Appservice.class);
        COMMANDS.put("console", ServiceCommand.Console.class);
        COMMANDS.put("accept", AcceptCommand.class);
        COMMANDS.put("reject", RejectCommand.class);
        COMMANDS.put("retry", RetryCommand.class);
        COMMANDS.put("send-invite", SendInviteCommand.class);
        COMMANDS.put("retract-invite", RetractInviteCommand.class);
        COMMANDS.put("show", ShowCommand.class);
        COMMANDS.put("explain", ExplainCommand.class);
        COMMANDS.put("list", ListCommand.class);
        COMMANDS.put("tail", TailCommand.class);
        COMMANDS.put("policy", PolicyCommand.class);
        COMMANDS.put("replay", ReplayCommand.class);
        COMMANDS.put("dlq", DlqCommand.class);
        COMMANDS.put("forget", ForgetCommand.class);
        COMMANDS.put("server", ServerCommand.class);
        COMMANDS.put("rebuild", RebuildCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("audit", AuditCommand.class);
        COMMANDS.put("config", ConfigCommand.class);
        COMMANDS.put("keys", KeysCommand.class);
        COMMANDS.put("topics", TopicsCommand.class);
        COMMANDS.put("schemas", SchemasCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("interop", CheckoutCommand.Interop.class);
        COMMANDS.put("bench", CheckoutCommand.Bench.class);
        COMMANDS.put("fuzz", CheckoutCommand.Fuzz.class);
        COMMANDS.put("chaos", CheckoutCommand.Chaos.class);
    }

    private Subcommands() {}

    /** @return every command, by its name */
    static Map<String, Class<?>> all() {
        return Collections.unmodifiableMap(COMMANDS);
    }

    /**
     * @param first what was asked for
     * @return the command of this name, or all where there is none, or where it tells of the others
     */
    static Map<String, Class<?>> sufficientFor(String first) {
        Class<?> asked = COMMANDS.get(first);
        return asked == null || first.equals(COMPLETION) ? all() : Map.of(first, asked);
    }
}
