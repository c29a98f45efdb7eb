#include "server/storage/pg_alert_raiser.hpp"

#include "server/storage/pg_alert_store.hpp"
#include "server/storage/pg_delivery_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_rollup_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tillnote::test {
namespace {

using namespace std::chrono_literals;
using domain::AlertLine;
using testing::IsEmpty;
using testing::SizeIs;

class AlertRaiser : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
        Catalog catalog;
        catalog.departments = {{"grocery", "Grocery", "Abarrotes", true, 10}};
        catalog.reasons = {
            {"401", "grocery", "safety", Polarity::complaint, "Expired", "Caducado", "", true, false, true, false},
            {"705", "grocery", "safety", Polarity::complaint, "Hazard", "Peligro", "", true, false, true, false},
            {"602", "grocery", "staff", Polarity::complaint, "Rude", "Mal", "", true, false, true, true},
            {"101", "grocery", "price", Polarity::praise, "Good", "Bien", "", true, false, false, false}};
        ASSERT_TRUE(organisation.import_catalog(catalog, day(2026, 1, 1)).has_value()) << web.last_failure();
    }
    /// From `from` on 101 is urgent and called otherwise, and 401 is not urgent.
    void swap_urgency(Day from) {
        storage::PgOrganisationStore organisation(web);
        Catalog catalog = organisation.load_catalog()->on(today);
        for (Reason& reason : catalog.reasons) {
            reason.urgent = reason.code == "101" || (reason.urgent && reason.code != "401");
            reason.label_en = reason.code == "101" ? "Great" : reason.label_en;
        }
        ASSERT_TRUE(organisation.import_catalog(catalog, from).has_value()) << web.last_failure();
    }

    /// One note that arrives now, tapped `ago`; committed, and its day recounted as the service does.
    domain::PlacedNote tap(const std::string& reason, std::chrono::milliseconds ago = 1s, int lane = 3,
                           const std::string& remark_key = "") {
        auto note = make_note(next_seq++, today, reason);
        note.tapped_at = now - ago;
        if (!remark_key.empty()) {
            note.note.remark_key = remark_key;
        }
        auto delivery = make_delivery(outbox, today, {note});
        delivery.received_at = now;
        delivery.lane = lane;
        writer.append(delivery);
        recount();
        return note;
    }
    void undo(const domain::PlacedNote& note, int lane = 3) {
        auto delivery = make_delivery(outbox, today, {});
        delivery.received_at = now;
        delivery.lane = lane;
        delivery.undos = {{make_outbox_id(), note.note.note_id, now}};
        writer.append(delivery);
        recount();
    }
    void recount() {
        for (const auto& stale : *rollups.list_stale(100)) {
            ASSERT_TRUE(rollups.recompute(stale, {at(today, 10), at(domain::add_days(today, 1), 10)}, false).has_value())
                << digest.last_failure();
        }
    }
    /// What the worker does in one look. Returns how many store-days it had to look at.
    std::size_t look() { return look(raiser, digest); }
    std::size_t look(storage::PgAlertRaiser& with, storage::Session& session) {
        const auto urgent = with.list_urgent(now, 100);
        EXPECT_TRUE(urgent.has_value()) << session.last_failure();
        for (const auto& store_day : *urgent) {
            EXPECT_TRUE(with.raise_due(store_day, now, make_outbox_id).has_value()) << session.last_failure();
        }
        return urgent->size();
    }
    std::vector<AlertLine> list() {
        const auto listed = alerts.list_alerts("store-1");
        EXPECT_TRUE(listed.has_value()) << web.last_failure();
        return *listed;
    }
    void acknowledge(const AlertLine& alert) {
        ASSERT_TRUE(alerts.acknowledge("store-1", alert.alert_id, make_outbox_id(), now).has_value()) << web.last_failure();
    }
    std::string marks() { return postgres().query(database, "SELECT count(*) FROM urgent_mark"); }

    const Day today = day(2026, 11, 20);
    Instant now = at(today, 20);
    std::int64_t next_seq = 1;
    const Uuid outbox = make_outbox_id();
    const domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                              day(2026, 1, 1), {},           false,   {}};
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session digest{all_rows(database, "tillnote_digest")};
    storage::PgAlertStore alerts{web};
    storage::PgRollupStore rollups{digest};
    storage::PgAlertRaiser raiser{digest};
    Writer writer{database, std::make_shared<storage::OutboxBook>()};
};

TEST_F(AlertRaiser, RaisesTwelveSecondsAfterArrival) {
    tap("401");
    tap("101");
    look();
    EXPECT_THAT(list(), IsEmpty());
    now += 11'999ms;
    EXPECT_EQ(look(), 0u) << "nothing is looked at before it is due";
    now += 1ms;
    EXPECT_EQ(look(), 1u);
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].reason.code, "401");
    EXPECT_EQ(list()[0].reason.label_es, "Caducado");
    EXPECT_EQ(list()[0].remarks, 1);
    EXPECT_EQ(list()[0].raised_at, now);
    EXPECT_EQ(list()[0].acknowledged_at, std::nullopt);
    EXPECT_EQ(marks(), "0") << "nothing waits any more";
}

TEST_F(AlertRaiser, KnowsWhenACustomerSaidItFirst) {
    tap("401", 1h, 3, "customer-a-customer-a");
    const auto early = tap("401", 3h, 4, "customer-b-customer-b");
    const Instant tapped = now - 3h;
    now += 12s;
    look();
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].first_tapped_at, tapped) << "a lane without network told it late";
    undo(early, 4);
    look();
    EXPECT_EQ(list()[0].first_tapped_at, tapped + 2h) << "what was undone was not the first";
}

TEST_F(AlertRaiser, RaisesNothingForAnUndoneNoteNorForStaffNorForAnOldTap) {
    const auto note = tap("401");
    look();
    now += 8s;
    undo(note);
    tap("602");
    tap("705", 4h + 1ms);
    now += 13s;
    look();
    now += 1min;
    look();
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(marks(), "0");
}

TEST_F(AlertRaiser, GoesByWhatWasUrgentOnTheDayOfTheNote) {
    swap_urgency(domain::add_days(today, 1));
    tap("401");
    tap("101");
    now += 13s;
    EXPECT_EQ(look(), 1u);
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].reason.code, "401");
    acknowledge(list()[0]);
    swap_urgency(today);
    tap("401");
    tap("101");
    now += 13s;
    look();
    const auto alerts_now = list();
    ASSERT_THAT(alerts_now, SizeIs(2));
    EXPECT_EQ(alerts_now[0].reason.code, "101");
    EXPECT_EQ(alerts_now[0].reason.label_en, "Great") << "as it is called on the day";
}

TEST_F(AlertRaiser, IsWordedAsOnItsBusinessDayAlsoAfterMidnightInUtc) {
    storage::PgOrganisationStore organisation(web);
    Catalog catalog = organisation.load_catalog()->on(today);
    catalog.reasons[0].label_en = "Out of date";
    ASSERT_TRUE(organisation.import_catalog(catalog, domain::add_days(today, 1)).has_value()) << web.last_failure();
    now = at(domain::add_days(today, 1), 3);  // 21:00 of `today` in the store
    tap("401");
    now += 13s;
    look();
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].reason.label_en, "Expired");
}

TEST_F(AlertRaiser, AnUndoFromAnotherLaneVoidsNothing) {
    const auto note = tap("401");
    undo(note, 4);
    now += 12s;
    look();
    EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(AlertRaiser, CountsFurtherRemarksOntoTheStandingAlert) {
    tap("401", 1s, 3, "customer-a-customer-a");
    tap("401", 1s, 3, "customer-a-customer-a");
    tap("401", 1s, 4, "customer-b-customer-b");
    tap("705");
    now += 12s;
    look();
    ASSERT_THAT(list(), SizeIs(2)) << "one for each reason";
    now += 1h;
    const auto third = tap("401", 1s, 5, "customer-c-customer-c");
    now += 12s;
    look();
    ASSERT_THAT(list(), SizeIs(2));
    const auto expired = [&] { return list()[list()[0].reason.code == "401" ? 0 : 1]; };
    EXPECT_EQ(expired().remarks, 3) << "taps of one customer are one remark";
    undo(third, 3);
    look();
    EXPECT_EQ(expired().remarks, 3) << "from another lane";
    undo(third, 5);
    look();
    EXPECT_EQ(expired().remarks, 2);
}

TEST_F(AlertRaiser, TellsThoseAgainWhoseMailWasGivenUpWhenAnotherRemarkComes) {
    const auto query = [this](const std::string& sql) { return postgres().query(database, sql); };
    query(
        "INSERT INTO recipient (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_token,"
        " unsubscribe_sha256, created_at) SELECT 'store-1', gen_random_uuid(), n || '@shop.example', 'alert', 'en', 345, n, "
        "n,"
        " now() FROM unnest(ARRAY['told', 'given-up', 'waiting']) AS n");
    tap("401");
    now += 13s;
    look();
    storage::PgDeliveryStore deliveries(digest);
    ASSERT_TRUE(deliveries.append_alert_deliveries("store-1", list().front().alert_id, "t.example", now).has_value());
    const auto settle = [&](const std::string& who, const std::string& state, int attempts) {
        query("UPDATE delivery AS d SET state = '" + state + "', attempts = " + std::to_string(attempts) +
              " FROM recipient AS r WHERE r.recipient_id = d.target_id AND r.email LIKE '" + who + "@%'");
    };
    settle("told", "sent", 1);
    settle("given-up", "failed", 6);
    settle("waiting", "waiting", 3);
    const auto states = [&] {
        return query(
            "SELECT string_agg(concat_ws(' ', split_part(r.email, '@', 1), d.state, d.attempts, to_char(d.due_at, "
            "'HH24:MI')),"
            " ', ' ORDER BY r.email) FROM delivery AS d JOIN recipient AS r ON r.recipient_id = d.target_id");
    };
    ASSERT_EQ(states(), "given-up failed 6 20:00, told sent 1 20:00, waiting waiting 3 20:00");
    now += 5h;
    tap("401");
    now += 13s;
    look();
    EXPECT_EQ(states(), "given-up waiting 0 01:00, told sent 1 20:00, waiting waiting 3 01:00")
        << "to be sent, at the time of this remark";
    EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(AlertRaiser, RaisesAnewOnlyForARemarkAfterTheAcknowledgement) {
    tap("401", 1s, 3, "customer-a-customer-a");
    now += 12s;
    look();
    acknowledge(list()[0]);
    tap("401", 1s, 3, "customer-a-customer-a");
    now += 12s;
    look();
    EXPECT_THAT(list(), SizeIs(1)) << "the same remark, tapped again";
    tap("401", 1s, 3, "customer-b-customer-b");
    now += 12s;
    look();
    ASSERT_THAT(list(), SizeIs(2));
    EXPECT_FALSE(list()[0].acknowledged_at) << "what stands comes first";
    EXPECT_EQ(list()[0].remarks, 1);
    EXPECT_EQ(list()[1].remarks, 1);
}

TEST_F(AlertRaiser, LosesNothingWhenItStartsAgainInTheMeantime) {
    tap("401");
    look();
    now += 30min;
    storage::Session session{all_rows(database, "tillnote_digest")};
    storage::PgAlertRaiser other(session);
    EXPECT_EQ(look(other, session), 1u);
    EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(AlertRaiser, NeverRaisesTwiceFromTwoServersAtOnce) {
    for (int lane = 1; lane <= 6; ++lane) {
        tap("401", 1s, lane);
    }
    now += 12s;
    std::atomic<int> failed = 0;
    std::vector<std::thread> servers;
    for (int n = 0; n < 4; ++n) {
        servers.emplace_back([&, id = make_outbox_id()] {
            storage::Session session{all_rows(database, "tillnote_digest")};
            storage::PgAlertRaiser own(session);
            failed += own.raise_due({"store-1", today}, now, [&] { return id; }).has_value() ? 0 : 1;
        });
    }
    for (auto& server : servers) {
        server.join();
    }
    EXPECT_EQ(failed, 0);
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].remarks, 6);
}

TEST_F(AlertRaiser, ListsWhatWasNotHandedToDeliveryUntilItIs) {
    tap("401");
    now += 12s;
    look();
    const auto waiting = raiser.list_unannounced(10);
    ASSERT_TRUE(waiting.has_value()) << digest.last_failure();
    ASSERT_THAT(*waiting, SizeIs(1));
    EXPECT_EQ(waiting->front(), (domain::RaisedAlert{"store-1", list()[0].alert_id}));
    ASSERT_TRUE(raiser.note_announced(waiting->front(), now).has_value()) << digest.last_failure();
    EXPECT_THAT(*raiser.list_unannounced(10), IsEmpty());
}

}  // namespace
}  // namespace tillnote::test
