package io.vestibule.standalone.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The page for operators in a real browser, on the demo's stage after its scenes were played. Takes the screenshots of
 * docs/console.md; with {@code -Ddocs.write=true} they replace those that are there.
 */
class ConsolePageIT {

    private static final String HOSTILE = "<img src=x onerror=alert(1)> \u202Eegnuol";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    private static Stage stage;
    private static Browser browser;
    private static ScriptedRoom hostile;
    private static ScriptedRoom quiet;

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void playTheDemo() throws Exception {
        Path chromium = Browser.installed()
                .orElseGet(() -> abort("SKIPPED: no Chromium on this machine; apt-get install chromium"));
        stage = Stage.set(Narrator.silent(new PrintWriter(System.err, true, UTF_8)));
        List<SceneReport> scenes = DemoCommand.play(stage, Narrator.silent(new PrintWriter(System.err, true, UTF_8)));
        assertThat(scenes).allMatch(SceneReport::held);
        leaveWhileNobodyAnswers();
        hostile = stage.world().room("11", stage.cast().good(), "gwen", HOSTILE);
        invite(hostile, "heidi");
        invite(hostile, "judy");
        quiet = stage.world().room("11", stage.cast().good(), "gwen", "Quiet");
        invite(quiet, "ivan");
        bury();
        browser = Browser.start(chromium);
        setDefaultAssertionTimeout(PATIENCE.toMillis());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @BeforeEach
    void open() {
        open(1280, 900, ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        context.close();
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    private void open(int width, int height, ColorScheme scheme) {
        if (context != null) {
            context.close();
        }
        context = browser.chromium()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme)
                        .setLocale("en-GB"));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onDialog(dialog -> {
            complaints.add("a dialog opened: " + dialog.message());
            dialog.dismiss();
        });
        page.setDefaultTimeout(PATIENCE.toMillis());
        page.navigate(stage.console() + "/");
        assertThat(page.locator("#link")).hasText("live");
        assertThat(page.locator("#counts b").first()).isVisible();
    }

    @Test
    void at_a_glance_there_are_counts_servers_topics_and_dead_letters() throws IOException {
        // Then
        assertThat(page.locator("#counts")).containsText("JOINED");
        assertThat(page.locator("#counts")).containsText("LEFT");
        assertThat(page.locator("#servers"))
                .containsText(stage.cast().dead().name().value());
        assertThat(page.locator("#servers")).containsText("SUCCEEDED");
        assertThat(page.locator("#topics")).containsText("invites.events");
        assertThat(page.locator("#topics")).containsText("vestibule-worker");
        assertThat(page.locator("#topics th").nth(2)).hasText("Per second");
        assertThat(page.locator("#oldest")).containsText("room still to be told");
        assertThat(page.locator("#letters")).containsText("homeserver.memberships");
        shot("console-board");
    }

    @Test
    void a_stranger_who_names_a_room_in_html_gets_text() {
        // When
        find("heidi");

        // Then
        assertThat(page.locator("#found")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("#found img")).hasCount(0);
        assertThat(page.content()).doesNotContain("\u202E");
    }

    @Test
    void an_invite_is_found_and_accepted_and_its_timeline_tells_it_while_it_happens() throws IOException {
        // Given
        page.getByLabel("You").fill("Ann");
        find(stage.user("heidi").value());
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName(stage.user("heidi").value()))
                .click();
        assertThat(page.locator("h1")).containsText("INVITED");
        assertThat(page.locator(".routes li").first()).containsText("in the via of invite");
        assertThat(page.locator("main")).not().containsText("[object");
        assertThat(page.locator(".facts").first()).containsText(hostile.id().value());
        assertThat(page.locator(".timeline")).containsText("Invite received");

        // When
        page.getByRole(AriaRole.BUTTON, exactly("Accept")).click();
        page.locator("#confirm-yes").click();

        // Then
        assertThat(page.locator("h1")).containsText("JOINED");
        assertThat(page.locator(".said")).containsText("accept: JOINED");
        assertThat(page.locator(".timeline")).containsText("by console:Ann");
        Locator attempts = page.locator(".timeline table");
        assertThat(attempts.first()).containsText(stage.cast().dead().name().value());
        assertThat(attempts.first()).containsText("UNREACHABLE");
        assertThat(attempts.first()).containsText(Pattern.compile("\\d+ ms"));
        assertThat(page.getByRole(AriaRole.BUTTON, exactly("Accept"))).isDisabled();
        await().atMost(PATIENCE)
                .until(() -> hostile.membership(stage.user("heidi")).equals("join"));
        shot("console-timeline");
    }

    @Test
    void without_a_mouse_an_invite_is_found_and_rejected() {
        // When
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.locator("#query").focus();
        page.keyboard().type(quiet.id() + " " + stage.user("ivan"));
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).containsText("INVITED");
        tabTo("Reject");
        page.keyboard().press("Enter");
        assertThat(page.locator("#confirm-yes")).isFocused();
        page.keyboard().press("Enter");

        // Then
        assertThat(page.locator("#confirm-dialog")).not().isVisible();
        assertThat(page.locator(".said")).containsText("reject: LEFT");
        assertThat(page.locator("h1")).containsText("LEFT");
    }

    @Test
    void what_is_still_to_come_stands_in_the_timeline() {
        // When
        find(stage.user("kim").value());
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName(stage.user("kim").value()))
                .click();

        // Then
        assertThat(page.locator("h1")).containsText("LEFT");
        assertThat(page.locator(".timeline li.come")).containsText("The room is");
        assertThat(page.getByRole(AriaRole.BUTTON, exactly("Retry"))).isEnabled();
    }

    @Test
    void work_in_flight_names_the_server_that_is_asked_now() throws Exception {
        // Given
        ScriptedHomeserver slow = stage.cast().slow();
        UserId mallory = stage.user("mallory");
        ScriptedRoom room = stage.world().room("11", slow, "sam", "Waiting room");
        InviteExchange exchange = slow.invite(stage.peer(), room, "sam", mallory, InviteEnvelope.via(slow));
        assertThat(exchange.isAccepted()).isTrue();

        // When
        stage.commands().send(DemoCommands.accept(room, mallory));

        // Then
        assertThat(page.locator("#flight td.id:not(:has(.soft))")
                        .filter(new Locator.FilterOptions()
                                .setHasText(slow.name().value()))
                        .first())
                .isVisible();
        assertThat(page.locator("#flight")).containsText(mallory.value());
    }

    @Test
    void a_dead_letter_is_replayed() {
        // When
        page.locator("#letters button").first().click();
        page.locator("#confirm-yes").click();

        // Then
        assertThat(page.locator(".said")).containsText("Replayed as homeserver.memberships");
    }

    @Test
    void on_a_phone_nothing_is_wider_than_the_screen() throws IOException {
        // Given
        open(390, 844, ColorScheme.LIGHT);

        // Then
        assertThat(overflow()).isZero();
        shot("console-phone");
        find(stage.user("judy").value());
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName(stage.user("judy").value()))
                .click();
        assertThat(page.locator("h1")).containsText("INVITED");
        assertThat(overflow()).isZero();
    }

    @Test
    void in_the_dark_the_page_is_dark_and_readable() throws IOException {
        // Given
        open(1280, 900, ColorScheme.DARK);

        // Then
        assertThat(luminance("body", "backgroundColor")).isLessThan(40);
        assertThat(luminance("body", "color")).isGreaterThan(200);
        shot("console-dark");
    }

    @Test
    void everything_that_can_be_operated_has_a_name() {
        // When
        Object nameless = page.evaluate("""
                () => [...document.querySelectorAll('input, button, a')]
                  .filter(e => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')))
                  .map(e => e.outerHTML.slice(0, 80))""");

        // Then
        assertThat((List<?>) nameless).isEmpty();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
    }

    private void find(String text) {
        page.locator("#query").fill(text);
        page.getByRole(AriaRole.BUTTON, exactly("Find")).click();
        assertThat(page.locator("#found table")).isVisible();
    }

    private void tabTo(String button) {
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Tab");
            if (button.equals(page.evaluate("() => document.activeElement.textContent"))) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + button);
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private int overflow() {
        return (int) page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    private int luminance(String element, String property) {
        String script =
                "([e, p]) => Math.max(...getComputedStyle(document.querySelector(e))[p].match(/\\d+/g).slice(0, 3).map(Number))";
        return (int) page.evaluate(script, List.of(element, property));
    }

    private void shot(String name) throws IOException {
        Path taken = Path.of("target", "screenshots", name + ".png");
        Files.createDirectories(taken.getParent());
        page.screenshot(new Page.ScreenshotOptions().setPath(taken).setFullPage(!name.contains("phone")));
        assertThat(Files.size(taken)).isPositive();
        if (Boolean.getBoolean("docs.write")) {
            Path kept = ROOT.resolve("docs/images/" + name + ".png");
            Files.createDirectories(kept.getParent());
            Files.copy(taken, kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Kim rejects while every server of the room is down: it is told in the background, in vain. */
    private static void leaveWhileNobodyAnswers() throws Exception {
        stage.cast().alices().comeBack();
        ScriptedRoom room = stage.world().room("11", stage.cast().alices(), "alice", "Cellar");
        UserId kim = stage.user("kim");
        InviteExchange exchange = stage.cast()
                .alices()
                .invite(
                        stage.peer(),
                        room,
                        "alice",
                        kim,
                        InviteEnvelope.via(stage.cast().dead()));
        assertThat(exchange.isAccepted()).isTrue();
        stage.cast().alices().goOffline();
        assertThat(stage.commands().send(DemoCommands.reject(room, kim)).get().getOutcome())
                .isEqualTo(OutcomeType.LEFT_LOCALLY);
    }

    private static void invite(ScriptedRoom room, String user) throws IOException {
        UserId invitee = stage.user(user);
        InviteExchange exchange = stage.cast()
                .good()
                .invite(
                        stage.peer(),
                        room,
                        "gwen",
                        invitee,
                        InviteEnvelope.via(stage.cast().dead(), stage.cast().good()));
        assertThat(exchange.isAccepted()).isTrue();
    }

    /** Writes a dead letter as if a record of the homeserver's could not have been processed. */
    private static void bury() throws Exception {
        Map<String, Object> keys = stage.config().kafka().clientProperties();
        Map<String, Object> serdeKeys = stage.config().kafka().clientProperties();
        serdeKeys.putAll(stage.config().schemaRegistry().serdeProperties());
        MembershipChanged change = MembershipChanged.newBuilder()
                .setRoomId(hostile.id().value())
                .setUserId(stage.user("nobody").value())
                .setMembership(Membership.LEAVE)
                .setEventId("$left")
                .build();
        byte[] key = hostile.id().value().getBytes(UTF_8);
        try (AvroSerdes serdes = AvroSerdes.of(serdeKeys);
                Producer<byte[], DeadLetter> producer = new KafkaProducer<>(
                        keys, new ByteArraySerializer(), serdes.serializer(Topics.INVITES_DEAD_LETTERS))) {
            byte[] bytes = serdes.serializer(Topics.HOMESERVER_MEMBERSHIPS)
                    .serialize(Topics.HOMESERVER_MEMBERSHIPS.name(), change);
            DeadLetter letter = new FailedRecord(Topics.HOMESERVER_MEMBERSHIPS.name(), 0, 0, key, bytes)
                    .deadLetter("test", "<b>buried</b> by a test", null, System.currentTimeMillis());
            producer.send(new ProducerRecord<>(Topics.INVITES_DEAD_LETTERS.name(), key, letter))
                    .get();
        }
    }
}
