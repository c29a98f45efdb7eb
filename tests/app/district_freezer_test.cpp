#include "server/app/district_freezer.hpp"

#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/outgoing.hpp"
#include "server/render/district_digest_data.hpp"
#include "tests/delivery/smtp_server.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <thread>

/// The digests of a district: schedule, editions and outbox over a real database, a clock that the test moves, and a real
/// mail server.
namespace tillnote::test {
namespace {

using namespace std::chrono_literals;
using app::DistrictSummary;
using domain::RunOutcome;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const Day friday = day(2025, 11, 21);
// store-1 is in Chicago, store-2 in Los Angeles: the last day ends at 12:00 UTC, its digest is due at 13:45.
const Instant last_end = at(day(2025, 11, 22), 12);
const Instant last_digest = at(day(2025, 11, 22), 13, 45);
const Instant latest = at(day(2025, 11, 22), 15, 45);

class DistrictFreezerTest : public testing::Test {
protected:
    void SetUp() override {
        config.mail_smtp = mail_server.url();
        config.mail_starttls = "off";
        config.mail_from = "tillnote@shop.example";
        config.web_base_url = "https://t.example";
        config.database_digest = postgres().connection_string(database, "tillnote_digest");
        const Day opened = day(2025, 1, 1);
        ASSERT_TRUE(web.organisation.put_district({"north", "North"})) << web.session.last_failure();
        ASSERT_TRUE(web.organisation.put_district({"south", "South"}));
        const auto add_store = [&](const char* id, const char* name, const char* zone) {
            ASSERT_TRUE(web.organisation.put_store({id, name, "north", {{opened, zone, 240}}, opened, {}, false, {}}));
        };
        add_store("store-1", "Elm Street", "America/Chicago");
        add_store("store-2", "Sunset", "America/Los_Angeles");
        Reason reason{"101", "produce", "x", Polarity::praise, "Fresh", "Fresco", "o", false, false, false, false};
        ASSERT_TRUE(web.organisation.import_catalog({{{"produce", "Produce", "Frutas", true, 1}}, {reason}}, opened));
        directory = *app::load_directory(web.view, latest);
    }

    void add_recipient(const std::string& email = "lead@shop.example",
                       domain::Language language = domain::Language::english) {
        domain::Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.kind = domain::DeliveryKind::district;
        recipient.district = "north";
        recipient.email = email;
        recipient.language = language;
        ASSERT_TRUE(web.district_recipients.add_recipient(recipient, "D.north.secret", "hash", now))
            << web.session.last_failure();
    }
    void begin_after(Day of) {
        ASSERT_TRUE(digest.district_editions.record_run("north", of, RunOutcome::begun, now));
        for (const char* store : {"store-1", "store-2"}) {
            ASSERT_TRUE(digest.editions.record_run(store, of, RunOutcome::begun, now));
        }
    }
    /// Lane 3 of store-1 taps; what is counted is counted at once.
    void tap(Day of, int count) {
        std::vector<domain::PlacedNote> notes;
        for (int n = 0; n < count; ++n) {
            notes.push_back(make_note(++seq, of));
            notes.back().tapped_at = at(of, 20);
        }
        writer.append(make_delivery(outbox, of, std::move(notes)));
        recount();
    }
    void recount() {
        const auto rollups = app::make_rollup_store(config.database_digest);
        const auto stale = rollups->list_stale(500);
        for (const auto& each : *stale) {
            ASSERT_TRUE(rollups->recompute(each, directory->find_store(each.store)->calendar.bounds_of(each.day), false));
        }
    }
    /// A lane that was heard the day before and not on friday makes that day incomplete.
    void silence_store_2() {
        const Day before = domain::add_days(friday, -1);
        ASSERT_TRUE(web.lanes.add_token({"store-2", 3}, "hash", at(before, 0)));
        auto delivery = make_delivery(make_outbox_id(), before, {make_note(1, before)});
        delivery.store = "store-2";
        writer.append(delivery);
        recount();
    }

    std::unique_ptr<app::Outgoing> make_outgoing() {
        return std::make_unique<app::Outgoing>(app::OutgoingOptions{
            config, [this] { return directory; }, [this] { return now; }, [](const delivery::DeliveryEvent&) {}, {}});
    }
    /// A whole pass of the schedule as a server makes it: stores, then districts.
    DistrictSummary pass(app::Outgoing& outgoing, Instant when, std::optional<Instant> started_at = std::nullopt) {
        now = when;
        EXPECT_TRUE(outgoing.freezer().freeze_due(*directory, now, never, {}, started_at));
        const auto summary = outgoing.district_freezer().freeze_due(*directory, now, never, started_at);
        EXPECT_TRUE(summary);
        EXPECT_EQ(summary->failed, 0);
        return summary ? *summary : DistrictSummary{};
    }
    DistrictSummary pass(Instant when) { return pass(*make_outgoing(), when); }
    int send_all() {
        const auto outgoing = make_outgoing();
        int attempts = 0;
        for (auto more = outgoing->loop().send_next(); more && *more; more = outgoing->loop().send_next()) {
            ++attempts;
        }
        return attempts;
    }
    std::optional<domain::DistrictEditionRecord> edition(Day of) {
        return *web.district_editions.find_edition("north", of, std::nullopt);
    }
    std::string outcome(Day of) {
        return postgres().query(database,
                                "SELECT outcome FROM district_digest_run WHERE business_day = '" + format_day(of) + "'");
    }

    Instant now = latest;
    const std::atomic<bool> never = false;
    SmtpServer mail_server;
    const std::string database = postgres().make_database();
    app::Config config;
    app::DatabasePorts web{postgres().connection_string(database, "tillnote_web")};
    app::DatabasePorts digest{postgres().connection_string(database, "tillnote_digest")};
    Writer writer{database, std::make_shared<storage::OutboxBook>()};
    std::shared_ptr<const domain::Directory> directory;
    const Uuid outbox = make_outbox_id();
    std::int64_t seq = 0;
};

TEST_F(DistrictFreezerTest, MakesNothingWhereNobodyWantsIt) {
    tap(friday, 3);
    EXPECT_EQ(pass(latest).begun, 0);
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM district_digest_run"), "0");
}

TEST_F(DistrictFreezerTest, BeginsWithTheNextDigestAndAnewAfterAPauseWithoutReaders) {
    add_recipient();
    EXPECT_EQ(pass(latest + 1h).begun, 1);
    EXPECT_EQ(edition(friday), std::nullopt) << "what was due before is history";
    EXPECT_EQ(pass(latest + 24h).frozen, 1);
    const auto lead = web.district_recipients.list_recipients("north")->front();
    domain::RecipientChange change;
    change.active = false;
    ASSERT_TRUE(web.district_recipients.change_recipient("north", lead.recipient_id, change, now));
    EXPECT_EQ(pass(latest + 72h).begun, 1);
    change.active = true;
    ASSERT_TRUE(web.district_recipients.change_recipient("north", lead.recipient_id, change, now));
    const auto summary = pass(latest + 74h);
    EXPECT_EQ(summary.frozen + summary.missed, 0) << "nobody is sent the days on which nobody was on the list";
    EXPECT_EQ(pass(latest + 96h).frozen, 1);
}

TEST_F(DistrictFreezerTest, IsMadeWhenTheLastStoreIsCompleteAndHasItsDigest) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    EXPECT_EQ(pass(last_end - 1ms).frozen, 0);
    EXPECT_EQ(pass(last_end).frozen, 0) << "store-2 has no digest yet";
    EXPECT_EQ(pass(last_digest - 1ms).frozen, 0);
    EXPECT_EQ(pass(last_digest).frozen, 1);
    const auto kept = edition(friday);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->edition.frozen_at, last_digest);
    EXPECT_THAT(json::parse(kept->digest)["without_digest"], IsEmpty());
    EXPECT_EQ(pass(last_digest + 5s).frozen, 0);
}

TEST_F(DistrictFreezerTest, WaitsTwoHoursForWhatIsMissingAndNoLonger) {
    silence_store_2();
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    EXPECT_EQ(pass(last_digest).frozen, 0) << "no lane of store-2 was heard";
    EXPECT_EQ(pass(latest - 1ms).frozen, 0);
    EXPECT_EQ(pass(latest).frozen, 1);
    const auto stores = json::parse(edition(friday)->digest)["comparison"]["stores"];
    EXPECT_EQ(stores[1]["id"], "store-2");
    EXPECT_EQ(stores[1]["days_incomplete"], 6) << stores;
    EXPECT_EQ(stores[1]["days_silent"], 6) << "heard on one of seven days";
}

TEST_F(DistrictFreezerTest, WaitsAfterDowntimeForStoresThatWaitForTheirLanes) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    const Instant started = latest + 30min;
    const auto outgoing = make_outgoing();
    EXPECT_EQ(pass(*outgoing, started, started).frozen, 0);
    EXPECT_EQ(pass(*outgoing, started + domain::catch_up_wait - 1ms, started).frozen, 0);
    EXPECT_EQ(pass(*outgoing, started + domain::catch_up_wait, started).frozen, 1);
    EXPECT_THAT(json::parse(edition(friday)->digest)["without_digest"], IsEmpty());
}

TEST_F(DistrictFreezerTest, WaitsAfterDowntimeForTheThreadThatFreezesItsOtherStores) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    const Instant started = latest + 30min;
    const auto outgoing = make_outgoing();
    const auto frozen_at = [&](Instant at) {
        now = at;
        return outgoing->district_freezer().freeze_due(*directory, now, never, started)->frozen;
    };
    EXPECT_EQ(frozen_at(started + domain::catch_up_wait), 0);
    EXPECT_EQ(frozen_at(started + domain::district_catch_up_wait - 1ms), 0);
    EXPECT_EQ(frozen_at(started + domain::district_catch_up_wait), 1) << "and no longer";
}

TEST_F(DistrictFreezerTest, NamesStoresWithoutADigest) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    now = latest;
    ASSERT_EQ(make_outgoing()->district_freezer().freeze_due(*directory, now, never)->frozen, 1)
        << "the pass over the stores had no time yet";
    EXPECT_EQ(json::parse(edition(friday)->digest)["without_digest"], (json{"store-1", "store-2"}));
}

/// A fortnight around the end of summer time, looked at every five minutes.
TEST_F(DistrictFreezerTest, KeepsItsTimeWhileTheClocksAreChanged) {
    const Day first = day(2025, 10, 27);
    const Day last = day(2025, 11, 7);
    now = at(first, 0);
    add_recipient();
    begin_after(domain::add_days(first, -1));
    const auto outgoing = make_outgoing();
    const auto& west = directory->find_store("store-2")->calendar;
    for (Instant when = at(first, 18); when < at(domain::add_days(last, 1), 18); when += 5min) {
        pass(*outgoing, when);
    }
    for (Day of = first; of <= last; of = domain::add_days(of, 1)) {
        const auto kept = edition(of);
        ASSERT_TRUE(kept) << format_day(of);
        EXPECT_EQ(west.local_time_of(kept->edition.frozen_at), 5h + 45min) << format_day(of);
        EXPECT_EQ(west.date_of(kept->edition.frozen_at), domain::add_days(of, 1));
    }
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM delivery WHERE kind = 'district'"), "12");
}

TEST_F(DistrictFreezerTest, CatchesUpAfterDowntimeAndWritesDownWhatItMissed) {
    add_recipient();
    begin_after(domain::add_days(friday, -6));
    const auto summary = pass(latest + 2h);
    EXPECT_EQ(summary.frozen, 3);
    EXPECT_EQ(summary.missed, 3);
    EXPECT_EQ(outcome(domain::add_days(friday, -3)), "missed");
    EXPECT_EQ(outcome(domain::add_days(friday, -2)), "frozen");
    EXPECT_EQ(send_all(), 3);
}

TEST_F(DistrictFreezerTest, TellsOfAWeekAfterItsSunday) {
    add_recipient();
    ASSERT_TRUE(web.district_recipients.set_rhythm("north", domain::DigestRhythm::weekly, at(friday, 0)));
    begin_after(domain::add_days(friday, -6));
    const auto outgoing = make_outgoing();
    for (Instant when = at(friday, 0); when < at(domain::add_days(friday, 12), 0); when += 1h) {
        pass(*outgoing, when);
    }
    EXPECT_EQ(
        postgres().query(database, "SELECT string_agg(business_day::text, ' ' ORDER BY business_day) FROM district_edition"),
        "2025-11-23 2025-11-30");
    EXPECT_EQ(json::parse(edition(day(2025, 11, 30))->digest)["comparison"]["from"], "2025-11-24");
    EXPECT_EQ(json::parse(edition(day(2025, 11, 30))->digest)["rhythm"], "weekly");
}

TEST_F(DistrictFreezerTest, LetsOneOfManyServersMakeItAndOneSendIt) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    now = latest;
    std::vector<std::thread> servers;
    std::atomic<int> frozen = 0;
    std::atomic<int> sent = 0;
    for (int n = 0; n < 4; ++n) {
        servers.emplace_back([&] {
            const auto outgoing = make_outgoing();
            const auto summary = outgoing->district_freezer().freeze_due(*directory, now, never);
            ASSERT_TRUE(summary);
            frozen += summary->frozen;
            for (auto more = outgoing->loop().send_next(); more && *more; more = outgoing->loop().send_next()) {
                ++sent;
            }
        });
    }
    for (auto& server : servers) {
        server.join();
    }
    EXPECT_EQ(frozen, 1);
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM district_edition"), "1");
    sent += send_all();  // whoever looked before the edition was there has found nothing
    EXPECT_EQ(sent, 1);
    EXPECT_THAT(mail_server.take().to, HasSubstr("lead@shop.example"));
}

TEST_F(DistrictFreezerTest, GivesTheMailServerOneMailInEachLanguageWithAWayOut) {
    add_recipient();
    add_recipient("jefa@shop.example", domain::Language::spanish);
    silence_store_2();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    pass(latest);
    const auto before = edition(friday)->digest;
    tap(friday, 5);  // arrives while nobody sends
    now = latest + 3h;
    EXPECT_EQ(send_all(), 2);
    EXPECT_EQ(send_all(), 0);
    std::map<std::string, json> mails;
    for (int n = 0; n < 2; ++n) {
        const auto taken = mail_server.take();
        mails[taken.to] = read_mail(taken.bytes);
    }
    EXPECT_EQ(edition(friday)->digest, before) << "an edition never changes";
    const json& english = mails["lead@shop.example"];
    const std::string text = english["parts"][0]["text"];
    EXPECT_THAT(english["parts"][1]["text"].get<std::string>(), HasSubstr("Elm Street"));
    EXPECT_THAT(english["defects"], IsEmpty());
    EXPECT_THAT(english["headers"]["subject"].get<std::string>(), StartsWith("North, to Fri 21 Nov: "));
    EXPECT_THAT(english["headers"]["message-id"].get<std::string>(), StartsWith("<district.north.2025-11-21.1."));
    EXPECT_EQ(english["headers"]["list-unsubscribe"], "<https://t.example/unsubscribe/D.north.secret>");
    EXPECT_EQ(english["headers"]["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    EXPECT_THAT(text, HasSubstr("Elm Street: Remarks 4; Complaints –")) << "what was frozen is sent, whenever it is sent";
    EXPECT_THAT(text, HasSubstr("Sunset: no lane was heard on 6 days"));
    EXPECT_THAT(text, HasSubstr("https://t.example/districts/north?from=2025-11-15&to=2025-11-21"));
    EXPECT_THAT(text, HasSubstr("https://t.example/districts/north/digests/2025-11-21?edition=1"));
    EXPECT_THAT(mails["jefa@shop.example"]["parts"][0]["text"].get<std::string>(), HasSubstr("no se oyó"));
}

TEST_F(DistrictFreezerTest, DerivesTheKeptBytesFromTheKeptInput) {
    add_recipient();
    begin_after(domain::add_days(friday, -1));
    tap(friday, 4);
    pass(latest);
    const auto record = *edition(friday);
    const auto input = render::parse_district_input(record.input);
    ASSERT_TRUE(input);
    EXPECT_EQ(render::render_district_input(*input), record.input);
    EXPECT_EQ(render::render_district_digest_json(domain::build_district_digest(*input, record.edition)), record.digest);
}

}  // namespace
}  // namespace tillnote::test
