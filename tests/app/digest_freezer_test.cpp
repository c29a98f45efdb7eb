#include "server/app/digest_freezer.hpp"

#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/outgoing.hpp"
#include "server/delivery/digest_content.hpp"
#include "server/render/digest_input_json.hpp"
#include "server/routes/digest_reading.hpp"
#include "tests/storage/building.hpp"
#include "tests/support/file_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

/// Schedule, editions and outbox together, over a real database and a clock that the test moves.
namespace tillnote::test {
namespace {

using namespace std::chrono_literals;
using app::FreezeSummary;
using domain::RunOutcome;
using testing::HasSubstr;
using testing::SizeIs;

const Day friday = day(2025, 11, 21);
const Instant friday_due = at(day(2025, 11, 22), 11, 45);  // 05:45 in Chicago

class DigestFreezerTest : public testing::Test {
protected:
    void SetUp() override {
        std::string folder_template = testing::TempDir() + "tillnote-mail-XXXXXX";
        ASSERT_NE(mkdtemp(folder_template.data()), nullptr);
        config.mail_folder = folder_template;
        config.mail_from = "tillnote@shop.example";
        config.web_base_url = "https://t.example";
        config.database_digest = postgres().connection_string(database, "tillnote_digest");
        const Day opened = day(2025, 1, 1);
        ASSERT_TRUE(web.organisation.put_district({"north", "North"})) << web.session.last_failure();
        ASSERT_TRUE(web.organisation.put_store(
            {"store-1", "Elm Street", "north", {{opened, "America/Chicago", 240}}, opened, {}, false, {}}));
        Reason reason{"101", "produce", "x", Polarity::praise, "Fresh", "Fresco", "o", false, false, false, false};
        ASSERT_TRUE(web.organisation.import_catalog({{{"produce", "Produce", "Frutas", true, 1}}, {reason}}, opened));
        ASSERT_TRUE(web.lanes.add_token({"store-1", 3}, "hash", at(opened, 12)));
        directory = *app::load_directory(web.view, friday_due);
    }
    ~DigestFreezerTest() override { std::filesystem::remove_all(config.mail_folder); }

    void add_recipient(std::chrono::minutes local_time = domain::digest_time_default,
                       const std::string& email = "boss@shop.example") {
        domain::Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.store = "store-1";
        recipient.email = email;
        recipient.local_time = local_time;
        ASSERT_TRUE(web.recipients.add_recipient(recipient, "store-1.secret", "hash", now)) << web.session.last_failure();
    }
    void begin_after(Day of) { ASSERT_TRUE(outgoing_editions().record_run("store-1", of, RunOutcome::begun, now)); }
    void tap(Day of, int count) {
        std::vector<domain::PlacedNote> notes;
        for (int n = 0; n < count; ++n) {
            notes.push_back(make_note(++seq, of));
            notes.back().tapped_at = at(of, 20);
        }
        writer.append(make_delivery(outbox, of, std::move(notes)));
        const auto rollups = app::make_rollup_store(config.database_digest);
        const auto stale = rollups->list_stale(500);
        for (const auto& each : *stale) {
            ASSERT_TRUE(rollups->recompute(each, directory->find_store("store-1")->calendar.bounds_of(each.day), false));
        }
    }
    std::unique_ptr<app::Outgoing> make_outgoing() {
        return std::make_unique<app::Outgoing>(app::OutgoingOptions{
            config, [this] { return directory; }, [this] { return now; }, [](const delivery::DeliveryEvent&) {}, {}});
    }
    FreezeSummary pass(Instant when, std::optional<Instant> started_at = std::nullopt) {
        now = when;
        auto summary = make_outgoing()->freezer().freeze_due(*directory, now, never, {}, started_at);
        EXPECT_TRUE(summary);
        EXPECT_EQ(summary->failed, 0);
        return summary ? *summary : FreezeSummary{};
    }
    /// What another server, or this one after a restart, sends.
    int send_all() {
        const auto outgoing = make_outgoing();
        int attempts = 0;
        for (auto more = outgoing->loop().send_next(); more && *more; more = outgoing->loop().send_next()) {
            ++attempts;
        }
        return attempts;
    }
    std::vector<std::string> mails() const {
        std::vector<std::string> texts;
        for (const auto& file : std::filesystem::directory_iterator(config.mail_folder)) {
            texts.push_back(text_of_file(file.path()));
        }
        return texts;
    }
    domain::EditionStore& outgoing_editions() { return digest.editions; }
    std::optional<domain::EditionRecord> edition(Day of, std::optional<int> number = std::nullopt) {
        return *web.editions.find_edition("store-1", of, number);
    }

    Instant now = friday_due;
    const std::atomic<bool> never = false;
    const std::string database = postgres().make_database();
    app::Config config;
    app::DatabasePorts web{postgres().connection_string(database, "tillnote_web")};
    app::DatabasePorts digest{postgres().connection_string(database, "tillnote_digest")};
    Writer writer{database, std::make_shared<storage::OutboxBook>()};
    std::shared_ptr<const domain::Directory> directory;
    const Uuid outbox = make_outbox_id();
    std::int64_t seq = 0;
};

TEST_F(DigestFreezerTest, BeginsWithTheNextDigestInsteadOfSendingTheHistory) {
    tap(friday, 3);
    EXPECT_EQ(pass(friday_due + 1h).begun, 1);
    EXPECT_FALSE(edition(friday).has_value());
    EXPECT_EQ(pass(friday_due + 2h).begun, 0);
    EXPECT_EQ(pass(friday_due + 24h).frozen, 1);
    EXPECT_TRUE(edition(domain::add_days(friday, 1)).has_value());
}

TEST_F(DigestFreezerTest, FreezesADayOnceAtItsTimeAndThenSendsIt) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    EXPECT_EQ(pass(friday_due - 1ms).frozen, 0);
    EXPECT_EQ(pass(friday_due).frozen, 1);
    EXPECT_EQ(pass(friday_due + 5s).frozen, 0);
    ASSERT_TRUE(edition(friday).has_value());
    EXPECT_EQ(edition(friday)->remarks, 4);
    EXPECT_EQ(edition(friday)->edition.frozen_at, friday_due);
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(send_all(), 0);
    ASSERT_THAT(mails(), SizeIs(1));
    EXPECT_THAT(mails()[0], HasSubstr("To: <boss@shop.example>"));
    EXPECT_THAT(mails()[0], HasSubstr("Elm Street"));
}

TEST_F(DigestFreezerTest, SurvivesAKillBetweenEditionAndDelivery) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    pass(friday_due);
    const auto before = *edition(friday);
    tap(friday, 5);  // arrives while nobody sends
    now = friday_due + 3h;
    EXPECT_EQ(send_all(), 1);
    ASSERT_THAT(mails(), SizeIs(1));
    EXPECT_EQ(edition(friday, 1)->digest, before.digest);
    EXPECT_THAT(mails()[0], HasSubstr("Fresh 4")) << "what was frozen is sent, whenever it is sent";
}

TEST_F(DigestFreezerTest, MailsFromMemoryWhatTheKeptEditionSays) {
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    const auto frozen = std::make_shared<delivery::FrozenDigests>();
    app::DigestFreezer freezer(
        digest.editions, digest.digests,
        {.message_domain = "x", .on_frozen = [&](domain::Digest made) { frozen->keep(std::move(made)); }});
    ASSERT_EQ(freezer.freeze_due(*directory, friday_due, never)->frozen, 1);

    domain::LeasedDelivery leased;
    leased.delivery.store = "store-1";
    leased.delivery.day = friday;
    leased.delivery.edition = 1;
    const render::MailLinks links{"https://t.example/page", "https://t.example/stop"};
    const auto kept = delivery::DigestContent(digest.editions, std::make_shared<delivery::FrozenDigests>())
                          .render_mail_body(leased, links);
    ASSERT_TRUE(kept);
    EXPECT_THAT(kept->text, HasSubstr("Fresh 4"));
    postgres().query(database, "TRUNCATE edition");
    const auto remembered = delivery::DigestContent(digest.editions, frozen).render_mail_body(leased, links);
    ASSERT_TRUE(remembered);
    EXPECT_EQ(remembered->text, kept->text);
    EXPECT_EQ(remembered->html, kept->html);
    leased.delivery.edition = 2;
    EXPECT_FALSE(delivery::DigestContent(digest.editions, frozen).render_mail_body(leased, links));
}

TEST_F(DigestFreezerTest, LeavesTheStoresOfAnotherShareToOthers) {
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    const auto outgoing = make_outgoing();
    EXPECT_EQ(outgoing->freezer().freeze_due(*directory, friday_due, never, {1, 2})->frozen, 0);
    EXPECT_EQ(outgoing->freezer().freeze_due(*directory, friday_due, never, {0, 2})->frozen, 1);
}

TEST_F(DigestFreezerTest, LetsOneOfManyServersHaveTheDay) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    std::vector<std::thread> servers;
    std::atomic<int> frozen = 0;
    for (int n = 0; n < 4; ++n) {
        servers.emplace_back([&] {
            const auto summary = make_outgoing()->freezer().freeze_due(*directory, friday_due, never);
            ASSERT_TRUE(summary);
            frozen += summary->frozen;
        });
    }
    for (auto& server : servers) {
        server.join();
    }
    EXPECT_EQ(frozen, 1);
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM edition"), "1");
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM delivery"), "1");
}

TEST_F(DigestFreezerTest, AmendsWithTheNextDigestAndSaysSo) {
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    pass(friday_due);
    tap(friday, 2);
    const Day saturday = domain::add_days(friday, 1);
    const auto summary = pass(friday_due + 24h);
    EXPECT_EQ(summary.frozen, 1);
    EXPECT_EQ(summary.amended, 1);
    ASSERT_EQ(edition(friday)->edition.number, 2);
    EXPECT_EQ(edition(friday)->remarks, 6);
    EXPECT_EQ(edition(friday, 1)->remarks, 4);
    const auto shown =
        routes::read_shown_digest(web.view, *directory, *directory->find_store("store-1"), saturday, std::nullopt, now);
    ASSERT_TRUE(shown && shown->changes.size() == 1);
    EXPECT_EQ(shown->changes[0].day, friday);
    EXPECT_EQ(shown->changes[0].remarks_before, 4);
    EXPECT_EQ(shown->changes[0].remarks_now, 6);
    EXPECT_EQ(pass(friday_due + 25h).amended, 0);
}

TEST_F(DigestFreezerTest, AmendsADayThatIsQuietAgainAndDropsRecountsThatChangedNothing) {
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    pass(friday_due);
    const auto amend_at = [&](std::chrono::minutes quiet) {
        app::DigestFreezer freezer(digest.editions, digest.digests,
                                   {.message_domain = "x", .quiet_before_amendment = quiet, .on_failure = {}});
        return freezer.freeze_due(*directory, now, never)->amended;
    };
    // The database says when a day was recounted, and that is now; the test's clock stands in the past.
    constexpr auto any_time = std::chrono::minutes{-60 * 24 * 365 * 20};
    EXPECT_EQ(amend_at(any_time), 0);
    EXPECT_TRUE(digest.editions.list_changes("store-1")->empty());
    tap(friday, 1);
    EXPECT_EQ(amend_at(10min), 0) << "more may be coming";
    EXPECT_EQ(amend_at(any_time), 1);
    EXPECT_EQ(edition(friday)->edition.number, 2);
    EXPECT_TRUE(digest.editions.list_changes("store-1")->empty());
}

TEST_F(DigestFreezerTest, SendsNoDigestOfAClosedDay) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    ASSERT_TRUE(web.organisation.close_day("store-1", friday, "Thanksgiving"));
    EXPECT_EQ(pass(friday_due).closed, 1);
    EXPECT_FALSE(edition(friday).has_value());
    EXPECT_EQ(*web.editions.find_run("store-1", friday), RunOutcome::closed);
    EXPECT_EQ(pass(friday_due + 1h).closed, 0);
    EXPECT_EQ(send_all(), 0);
}

TEST_F(DigestFreezerTest, CatchesUpAfterDowntimeAndWritesDownWhatItMissed) {
    add_recipient();
    begin_after(domain::add_days(friday, -6));
    const auto summary = pass(friday_due + 2h);
    EXPECT_EQ(summary.frozen, 3);
    EXPECT_EQ(summary.missed, 3);
    EXPECT_EQ(*web.editions.find_run("store-1", domain::add_days(friday, -3)), RunOutcome::missed);
    EXPECT_EQ(*web.editions.find_run("store-1", domain::add_days(friday, -2)), RunOutcome::frozen);
    EXPECT_EQ(send_all(), 3);
}

TEST_F(DigestFreezerTest, GivesLanesTimeToDeliverAfterDowntime) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 2);
    const Instant started = friday_due + 45min;
    EXPECT_EQ(pass(started, started).frozen, 0) << "down since the afternoon: the lanes still hold the evening";
    EXPECT_EQ(pass(started + 5min, started).frozen, 0);
    tap(friday, 7);
    EXPECT_EQ(pass(started + 6min - 1ms, started).frozen, 0);
    EXPECT_EQ(pass(started + 6min, started).frozen, 1);
    EXPECT_EQ(edition(friday)->remarks, 9);
    EXPECT_EQ(pass(friday_due + 24h, started).frozen, 1) << "the next one is on time";
    EXPECT_EQ(edition(domain::add_days(friday, 1))->edition.frozen_at, friday_due + 24h);
}

TEST_F(DigestFreezerTest, DelaysNothingThatIsDueAfterTheStart) {
    begin_after(domain::add_days(friday, -1));
    EXPECT_EQ(pass(friday_due - 1min, friday_due - 2min).frozen, 0);
    EXPECT_EQ(pass(friday_due, friday_due - 2min).frozen, 1);
}

TEST_F(DigestFreezerTest, FreezesForTheEarliestAndSendsToEachAtHisTime) {
    add_recipient(5h, "early@shop.example");
    add_recipient(7h, "late@shop.example");
    begin_after(domain::add_days(friday, -1));
    EXPECT_EQ(pass(friday_due - 46min).frozen, 0);
    EXPECT_EQ(pass(friday_due - 45min).frozen, 1);
    EXPECT_EQ(send_all(), 1);
    now = friday_due + 74min;
    EXPECT_EQ(send_all(), 0);
    now = friday_due + 75min;
    EXPECT_EQ(send_all(), 1);
    EXPECT_THAT(mails(), SizeIs(2));
}

TEST_F(DigestFreezerTest, DerivesTheKeptBytesFromTheKeptInput) {
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    pass(friday_due);
    const auto record = *edition(friday);
    const auto input = render::parse_digest_input(record.input);
    ASSERT_TRUE(input);
    EXPECT_EQ(input->remarks, (std::map<std::string, int>{{"101", 4}}));
    EXPECT_EQ(render::render_digest_input(*input), record.input);
    const auto json = routes::read_shown_json(web.view, *directory, *directory->find_store("store-1"), friday, 1, now);
    ASSERT_TRUE(json);
    EXPECT_EQ(*json, record.digest);
}

}  // namespace
}  // namespace tillnote::test
