package io.vestibule.standalone.deploy;

import static io.vestibule.standalone.deploy.Panel.figure;
import static io.vestibule.standalone.deploy.Panel.graph;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.standalone.deploy.Dashboard.Row;
import java.util.ArrayList;
import java.util.List;

/** The dashboards that are shipped. */
final class Dashboards {

    private static final String RATE = "[$__rate_interval]";

    private Dashboards() {}

    static List<Dashboard> all() {
        return List.of(overview(), topics(), federation(), streams());
    }

    private static Dashboard overview() {
        return Dashboard.of(
                "vestibule-overview",
                "Vestibule: overview",
                "Do invites come in, are they decided, do people get their outcomes?",
                List.of(figures(), invites(), standing(), commands(), work(), console(), processes()));
    }

    private static Row figures() {
        return Row.of(
                "Now",
                figure("Instances", "none", "Instances that answer.", "sum(up{job=\"vestibule\"})"),
                figure(
                        "Checks down",
                        "none",
                        "Checks of readiness that are down; docs/runbooks/VestibuleNotReady.md.",
                        "count(health_check{probe=\"ready\"}) - sum(health_check{probe=\"ready\"})"),
                figure("Invites, last hour", "none", "Taken ones.", taken() + "[1h]))"),
                figure(
                        "Outcomes, last hour",
                        "none",
                        "Of accepts, rejects and invites of ours.",
                        "sum(increase(topology_outcomes_total[1h]))"),
                figure(
                        "Dead letters, last day",
                        "none",
                        "./vestibule dlq list shows them.",
                        "sum(increase(dead_letters_total[1d]))"));
    }

    private static String taken() {
        return "sum(increase(invites_received_total{result=\"accepted\"}";
    }

    private static Row invites() {
        return Row.of(
                "Invites from other servers",
                graph("Answers", "reqps", "By result; 'unavailable' is ours, everything else is the sender's.")
                        .line("sum by (result) (rate(invites_received_total" + RATE + "))", "{{result}}"),
                graph("Endpoints", "reqps", "Through which version of the endpoint they come.")
                        .line("sum by (endpoint) (rate(invites_received_total" + RATE + "))", "{{endpoint}}"),
                graph("Time to the answer", "s", "From the whole request to its answer.")
                        .percentiles("invites_ingress_seconds_bucket", ""),
                graph("Time of the append", "s", "Until the brokers have acknowledged an invite.")
                        .percentiles("ingress_append_seconds_bucket", ""));
    }

    private static Row commands() {
        return Row.of(
                "Decisions",
                graph("Outcomes", "ops", "Of commands, by type.")
                        .line("sum by (outcome) (rate(topology_outcomes_total" + RATE + ")) > 0", "{{outcome}}"),
                graph("Facts in the ledger", "ops", "By type.")
                        .line("sum by (type) (rate(topology_events_total" + RATE + ")) > 0", "{{type}}"),
                graph("Time until the decision", "s", "How long records wait in their topic, 99th percentile.")
                        .line(
                                "histogram_quantile(0.99, sum by (topic, le) (rate(topology_waited_seconds_bucket"
                                        + RATE + ")))",
                                "{{topic}}"),
                graph("Dead letters", "ops", "By the stage at which a record failed.")
                        .line("sum by (stage) (rate(dead_letters_total" + RATE + "))", "{{stage}}"));
    }

    private static Row standing() {
        return Row.of(
                "Invites by state",
                graph("How many", "none", "Of all rooms; leaving: the room is still to be told.")
                        .line("sum by (state) (topology_invites)", "{{state}}"),
                graph("Oldest that is pending", "s", "For how long it has stood unchanged, by state.")
                        .line("max by (state) (topology_oldest_pending_seconds) > 0", "{{state}}"));
    }

    private static Row work() {
        return Row.of(
                "Work orders",
                graph(
                                "Running",
                                "none",
                                "Work orders that run, those that wait in a worker as well, and how many may run.")
                        .line("sum(worker_in_flight)", "running")
                        .line("sum(worker_held)", "running or waiting")
                        .line("sum(worker_capacity)", "capacity"),
                graph("Answers", "ops", "By type and result.")
                        .line(
                                "sum by (type, result) (rate(worker_orders_seconds_count" + RATE + "))",
                                "{{type}} {{result}}"),
                graph("Time to the answer", "s", "From taking an order up to its answer, 99th percentile.")
                        .line(
                                "histogram_quantile(0.99, sum by (type, le) (rate(worker_orders_seconds_bucket" + RATE
                                        + ")))",
                                "{{type}}"),
                graph("Application services", "none", "Events that wait.")
                        .line("sum by (appservice) (appservice_backlog)", "{{appservice}}"));
    }

    private static Row console() {
        return Row.of(
                "Console",
                graph("Requests", "reqps", "To the page for operators and its API, by route and status.")
                        .line(
                                "sum by (route, status) (rate(console_requests_total" + RATE + "))",
                                "{{route}} {{status}}"),
                graph("Commands", "ops", "By type and outcome.")
                        .line(
                                "sum by (type, outcome) (rate(console_commands_total" + RATE + "))",
                                "{{type}} {{outcome}}"),
                graph("Watchers", "none", "Pages that follow what happens.").line("sum(console_watchers)", "watchers"));
    }

    private static Row processes() {
        return Row.of(
                "Processes",
                graph("Processor", "percentunit", "Of all cores of the machine.")
                        .line("process_cpu_usage", "{{instance}}"),
                graph("Heap", "bytes", "Used; the stores' native memory is on the dashboard of Streams.")
                        .line("sum by (instance) (jvm_memory_used_bytes{area=\"heap\"})", "{{instance}}"),
                graph("Pauses", "percentunit", "Part of the time that garbage collection stops the process.")
                        .line("sum by (instance) (rate(jvm_gc_pause_seconds_sum" + RATE + "))", "{{instance}}"),
                graph("Open files", "none", "").line("process_files_open_files", "{{instance}}"));
    }

    private static Dashboard topics() {
        List<Row> rows = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            rows.add(topic(topic));
        }
        return Dashboard.of(
                "vestibule-topics",
                "Vestibule: topics",
                "One row for each topic: what our services write and read, and what waits. docs/topics.md says what is in them.",
                rows);
    }

    private static Row topic(Topic<?> topic) {
        String only = "{topic=~\"(.*)" + topic.name().replace(".", "[.]") + "\"}";
        return Row.of(
                topic.name(),
                graph(
                                "Written",
                                "wps",
                                "Records that our services write; "
                                        + topic.writer()
                                                .name()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .replace('_', ' ') + " is the topic's writer.")
                        .line("sum by (client) (rate(kafka_producer_records_total" + only + RATE + "))", "{{client}}"),
                graph("Read", "rps", "Records that our services read.")
                        .line("sum by (client) (rate(kafka_consumer_records_total" + only + RATE + "))", "{{client}}"),
                graph("Waiting", "none", "Records that are not read yet.")
                        .line("sum by (client) (kafka_consumer_lag_records" + only + ")", "{{client}}"));
    }

    private static Dashboard federation() {
        return Dashboard.of(
                "vestibule-federation",
                "Vestibule: other homeservers",
                "How calls to other homeservers go. Their names are no labels: './vestibule tail' and the console show them.",
                List.of(
                        Row.of(
                                "Calls",
                                graph("Results", "ops", "Calls by result.")
                                        .line(
                                                "sum by (result) (rate(worker_attempts_seconds_count" + RATE + "))",
                                                "{{result}}"),
                                graph(
                                                "Answered",
                                                "percentunit",
                                                "Part of the calls that got an answer, whatever it was.")
                                        .line(
                                                "1 - sum(rate(worker_attempts_seconds_count{result=~\"unreachable|timed_out|tls_failed|dns_failed|blocked_address\"}"
                                                        + RATE + ")) / sum(rate(worker_attempts_seconds_count" + RATE
                                                        + "))",
                                                "answered"),
                                graph("Time", "s", "99th percentile by step.")
                                        .line(
                                                "histogram_quantile(0.99, sum by (step, le) (rate(worker_attempts_seconds_bucket"
                                                        + RATE + ")))",
                                                "{{step}}")),
                        Row.of(
                                "Walks",
                                graph("Place of the server that answered", "none", "1 is the first of the walk.")
                                        .percentiles("worker_via_position_bucket", ""),
                                graph("Silent servers", "none", "Known to have been silent a short while ago.")
                                        .line("sum by (instance) (worker_silent_servers)", "{{instance}}"),
                                graph(
                                                "Servers without a place",
                                                "ops",
                                                "Servers that a room's routes had no place for.")
                                        .line("sum(rate(topology_routes_trimmed_total" + RATE + "))", "trimmed")),
                        Row.of(
                                "Keys and application services",
                                graph("Fetches of keys", "ops", "Of other servers' signing keys.")
                                        .line("sum by (result) (rate(keys_fetches_total" + RATE + "))", "{{result}}"),
                                graph("Transactions", "ops", "To application services, by answer.")
                                        .line(
                                                "sum by (appservice, result) (rate(appservice_transactions_seconds_count"
                                                        + RATE + "))",
                                                "{{appservice}} {{result}}"),
                                graph("Invites that fall short", "ops", "Of MSC4311, by what was found.")
                                        .line(
                                                "sum by (finding) (rate(invites_state_check_total" + RATE + "))",
                                                "{{finding}}"))));
    }

    private static Dashboard streams() {
        return Dashboard.of(
                "vestibule-streams",
                "Vestibule: Kafka Streams",
                "The inside of the topology: threads, transactions, stores.",
                List.of(
                        StreamsRows.threads(),
                        StreamsRows.pace(),
                        StreamsRows.restoring(),
                        StreamsRows.stores(),
                        StreamsRows.clients()));
    }
}
