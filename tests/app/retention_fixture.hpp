#pragma once

#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/domain/retention.hpp"
#include "server/domain/rollup_check.hpp"
#include "server/routes/digest_reading.hpp"
#include "server/storage/sql_text.hpp"
#include "tests/storage/building.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tillnote::test {

/// One store with everything a day may hold, on each of the last 460 days, counted. The days are counted back from the real
/// today, as the database keeps notes by its own clock, too.
class PlantedStore {
public:
    static constexpr int days_back = 460;

    explicit PlantedStore(std::string name) : database(std::move(name)) {}

    void plant() {
        for (int month = 0; month <= 17; ++month) {
            query("SELECT make_note_month((date_trunc('month', now()) - " + std::to_string(month) +
                  " * interval '1 month')::date)");
        }
        auto& organisation = ports->organisation;
        need(organisation.put_district({"north", "Northside"}));
        need(organisation.put_store({.id = "store-1",
                                     .name = "Elm Street",
                                     .district = "north",
                                     .day_rules = {{ago(600), "America/Chicago", 240}},
                                     .opened_on = ago(600),
                                     .closed_on = std::nullopt,
                                     .free_text = true,
                                     .walk = {}}));
        need(organisation.import_catalog(grocery_catalog(), ago(600)));
        query(
            "INSERT INTO lane SELECT 'store-1', 3, now() - interval '590 days';"
            "INSERT INTO enrolment SELECT 'store-1', gen_random_uuid(), 3, 'till', now() - interval '590 days'");
        add_notes();
        add_rest();
        auto loaded = app::load_directory(ports->view, now);
        need(loaded);
        directory = *loaded;
        EXPECT_EQ(verify(), "");
        query("ANALYZE");
        ports.reset();
    }

    template <typename T>
    static void need(const Result<T>& result) {
        if (!result) {
            throw std::runtime_error(result.error().detail);
        }
    }
    [[nodiscard]] Day ago(int days) const { return domain::add_days(today, -days); }
    /// `current_date` in it is this test's, wherever the database is.
    std::string query(std::string sql) {
        const std::string word = "current_date";
        const std::string date = "date '" + to_text(today) + "'";
        for (std::size_t at = sql.find(word); at != std::string::npos; at = sql.find(word, at + date.size())) {
            sql.replace(at, word.size(), date);
        }
        return postgres().query(database, "SET timezone = 'UTC'; " + sql);
    }

    /// Empty when the rollups agree with the notes.
    std::string verify() {
        const auto rollups = app::make_rollup_store(postgres().connection_string(database, "tillnote_migrate"));
        const auto check = domain::check_rollups(*rollups, *directory, [this] { return now; });
        need(check);
        std::string differences;
        for (const auto& difference : check->differences) {
            differences += difference + "\n";
        }
        return differences;
    }

    static std::string to_text(Day day) { return storage::to_sql(day); }

    const Day today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
    const Instant now = at(today, 15);
    Uuid outbox = make_outbox_id();
    std::int64_t last_seq = 0;
    const std::string database;
    std::unique_ptr<app::DatabasePorts> ports =
        std::make_unique<app::DatabasePorts>(postgres().connection_string(database, "tillnote_migrate"));
    std::shared_ptr<const domain::Directory> directory = std::make_shared<domain::Directory>();

private:
    /// Four notes a day (a pair, a tap that is undone, one with free text), and one that no clock can place.
    void add_notes() {
        Writer writer(database, std::make_shared<storage::OutboxBook>());
        std::vector<Delivery> deliveries;
        std::int64_t seq = 0;
        for (int back = days_back; back >= 0; --back) {
            const Day of = ago(back);
            auto delivery = make_delivery(outbox, of, {});
            for (const char* reason : {"101", "103", "202", "301"}) {
                delivery.notes.push_back(make_note(++seq, of, reason));
            }
            delivery.notes[1].note.remark_key = delivery.notes[0].note.remark_key;
            delivery.notes[3].note.comment = "said on " + std::to_string(back);
            delivery.undos.push_back({make_outbox_id(), delivery.notes[2].note.note_id, at(of, 13)});
            delivery.notes.push_back(make_quarantined(++seq, of));
            deliveries.push_back(std::move(delivery));
            if (deliveries.size() == 50 || back == 0) {
                const auto stored = writer.store.append(deliveries);
                need(stored);
                deliveries.clear();
            }
        }
        last_seq = seq;
    }

    void add_rest() {
        const std::string days = " FROM generate_series(0, " + std::to_string(days_back) + ") AS n ";
        query(
            "INSERT INTO ask SELECT 'store-1', '00000000-0000-4000-8000-000000000009', 'All found?', '¿Todo?',"
            " current_date - 460, current_date - 1, 5, now();"
            "INSERT INTO ask_answer SELECT 'store-1', '00000000-0000-4000-8000-000000000009', n, a, a, a"
            " FROM (VALUES (1, 'yes'), (2, 'no')) AS v (n, a)");
        query(
            "INSERT INTO showing SELECT 'store-1', gen_random_uuid(), '00000000-0000-4000-8000-000000000009', 3,"
            " current_date - n, now(), now() - n * interval '1 day', true,"
            " CASE WHEN n % 3 = 0 THEN 'expired' ELSE 'answered' END, CASE n % 3 WHEN 1 THEN 'yes' WHEN 2 THEN 'no' END" +
            days);
        query("INSERT INTO transaction_hour SELECT 'store-1', '" + outbox.to_string() +
              "', current_date - n + interval '18 hours', 3, current_date - n, 200 + n" + days);
        query(
            "INSERT INTO transaction_day SELECT store_id, business_day, ARRAY[lane], staffed_transactions FROM "
            "transaction_hour");
        query(
            "INSERT INTO unplaced_hour SELECT 'store-1', gen_random_uuid(), '2001-01-01', 3, 1, now() - n * interval '1 "
            "day'" +
            days);
        query(
            "INSERT INTO lane_message SELECT 'store-1', gen_random_uuid(), 'Thanks', 'Gracias', current_date - n,"
            " current_date - n, now() - n * interval '1 day'" +
            days);
        query(
            "INSERT INTO refusal SELECT 'store-1', gen_random_uuid(), 1, gen_random_uuid(), 3, 'other_content',"
            " now() - n * interval '1 day'" +
            days);
        query(
            "INSERT INTO alert SELECT 'store-1', '00000000-0000-4000-8000-00000000000a', '101', 3, now(), now(), now();"
            "INSERT INTO alert_note SELECT store_id, tap_date, note_id, business_day, '00000000-0000-4000-8000-00000000000a'"
            " FROM note WHERE reason = '101'");
        query(
            "INSERT INTO audit_entry (recorded_at, actor_kind, actor_name, actor_role, address, action, object_kind, "
            "object_id,"
            " of_store, of_district, outcome, details) SELECT current_date + interval '12 hours' - n * interval '1 day', "
            "'person',"
            " 'm@planted.example', 'manager', '', 'read', 'digest', 'd', 'store-1', '', 'done', '{}'" +
            days);
        query(
            "INSERT INTO account VALUES ('00000000-0000-4000-8000-00000000000c', 'm@planted.example', 'x', now(), NULL);"
            "INSERT INTO session SELECT gen_random_uuid(), '00000000-0000-4000-8000-00000000000c', n::text, 'c', true, "
            "now(),"
            " now(), current_date + interval '12 hours' - (n - 1) * interval '1 day', 0" +
            days);
        query(
            "INSERT INTO enrolment_request (enrolment_id, code, secret_sha256, device, created_at, expires_at)"
            " SELECT gen_random_uuid(), 'CODE' || n, 'x', 'till', now(), " +
            noon_past("n") + days);
        query("INSERT INTO sign_in_step SELECT n::text, '00000000-0000-4000-8000-00000000000c', 0, " + noon_past("n") +
              days);
        query("INSERT INTO account_link SELECT gen_random_uuid(), '00000000-0000-4000-8000-00000000000c', 'reset', 'en', " +
              noon_past("n + 1") + ", " + noon_past("n") + days +
              "; INSERT INTO account_link_token SELECT 'planted ' || link_id, link_id FROM account_link");
        query(
            "INSERT INTO delivery (delivery_id, kind, channel, target_id, message_id, due_at, next_attempt_at, last_error)"
            " SELECT gen_random_uuid(), 'account', 'mail', link_id, 'planted ' || link_id, now(), now(), 'no such user'"
            " FROM account_link");
        query("INSERT INTO setup_token SELECT n::text, " + noon_past("n + 1") + ", " + noon_past("n") + days);
    }

    /// SQL of the noon that was `days` days before tomorrow's.
    static std::string noon_past(const std::string& days) {
        return "current_date + interval '12 hours' - (" + days + " - 1) * interval '1 day'";
    }
};

/// A copy of the planted store for each test, and what its pages say.
class RetentionFixture : public testing::Test, public PlantedStore {
protected:
    RetentionFixture() : PlantedStore(postgres().make_copy(planted().database)) {
        directory = planted().directory;
        outbox = planted().outbox;
        last_seq = planted().last_seq;
    }

    static const PlantedStore& planted() {
        static PlantedStore store(postgres().make_database());
        [[maybe_unused]] static const bool done = (store.plant(), true);
        return store;
    }

    std::string digest_of(Day day) {
        auto json =
            routes::read_shown_json(ports->view, *directory, *directory->find_store("store-1"), day, std::nullopt, now);
        need(json);
        return *json;
    }

    /// Every figure of old and new days that a reader can get at.
    std::string figures() {
        std::string text;
        for (int back = days_back - 20; back > 0; back -= 31) {
            text += digest_of(ago(back)) + "\n";
        }
        return text +
               query(
                   "SELECT string_agg(a::text, ';' ORDER BY a::text) FROM (SELECT ask_id, business_day, answer, sampled,"
                   " sum(showings) FROM ask_count GROUP BY 1, 2, 3, 4) AS a") +
               query("SELECT string_agg(t::text, ';' ORDER BY t::text) FROM day_traffic AS t") +
               query(
                   "SELECT string_agg(h::text, ';' ORDER BY h::text) FROM generate_series(0, 440, 40) AS n CROSS JOIN "
                   "LATERAL"
                   " heard_together('store-1', current_date - n - 27, current_date - n) AS h") +
               query("SELECT string_agg(r::text, ';' ORDER BY r::text) FROM rollup AS r") +
               query("SELECT string_agg(r::text, ';' ORDER BY r::text) FROM rollup_day AS r");
    }

    std::unique_ptr<domain::RetentionStore> make_store() {
        return app::make_retention_store(postgres().connection_string(database, "tillnote_retention"));
    }
    domain::RetentionRun run(Instant at_time) {
        const auto store = make_store();
        auto done = domain::run_retention(*store, *directory, at_time, [] { return false; });
        need(done);
        return *done;
    }
    /// The first business day that still has its notes, by the rule that the job goes by.
    [[nodiscard]] std::string first_kept() const { return to_text(*domain::retention_cut(*directory, now).notes_before); }
};

}  // namespace tillnote::test
