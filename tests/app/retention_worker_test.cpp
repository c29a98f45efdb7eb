#include "server/app/retention_worker.hpp"

#include "tests/app/retention_fixture.hpp"

#include "server/app/commands.hpp"
#include "server/domain/placement.hpp"

#include <future>
#include <set>
#include <thread>

namespace tillnote::test {
namespace {

/// A store that fails for good after some calls, as a killed server leaves the database.
class DyingStore : public domain::RetentionStore {
public:
    DyingStore(domain::RetentionStore& inner, int calls) : inner_(inner), calls_(calls) {}

    Result<bool> are_notes_gone(Day before) override {
        return dies() ? Result<bool>(death()) : inner_.are_notes_gone(before);
    }
    Result<void> keep_rollups(const std::string& store, Day before) override {
        return dies() ? Result<void>(death()) : inner_.keep_rollups(store, before);
    }
    Result<void> let_notes_go(Day before) override { return dies() ? Result<void>(death()) : inner_.let_notes_go(before); }
    Result<std::optional<Day>> drop_month() override {
        return dies() ? Result<std::optional<Day>>(death()) : inner_.drop_month();
    }
    Result<std::int64_t> remove_rows(const std::string& store, Instant free_text_before, int rows_max) override {
        return dies() ? Result<std::int64_t>(death()) : inner_.remove_rows(store, free_text_before, std::min(rows_max, 40));
    }
    Result<std::int64_t> remove_audit_entries(Instant before, int rows_max) override {
        return dies() ? Result<std::int64_t>(death()) : inner_.remove_audit_entries(before, rows_max);
    }
    Result<std::int64_t> remove_expired(Instant before, int rows_max) override {
        return dies() ? Result<std::int64_t>(death()) : inner_.remove_expired(before, rows_max);
    }
    Result<void> record_run(Instant ran_at, std::int64_t rows_removed, std::span<const Day> months_dropped,
                            std::int64_t rows_past_term) override {
        return inner_.record_run(ran_at, rows_removed, months_dropped, rows_past_term);
    }
    Result<std::vector<domain::PastTerm>> list_past_term(const domain::RetentionCut& cut) override {
        return inner_.list_past_term(cut);
    }

private:
    bool dies() { return calls_-- <= 0; }
    static Error death() { return Error{ErrorCode::unavailable, "killed", ""}; }

    domain::RetentionStore& inner_;
    int calls_;
};

using Retention = RetentionFixture;

TEST_F(Retention, ForgetsWhatIsPastItsTermAndKeepsEveryFigure) {
    const auto store = make_store();
    const auto before = domain::check_retention(*store, *directory, now);
    need(before);
    std::set<std::string> tables;
    const std::set<std::string> of_no_store{"account_link", "audit_entry", "enrolment_request",
                                            "session",      "setup_token", "sign_in_step"};
    for (const auto& past : *before) {
        EXPECT_EQ(past.store, of_no_store.contains(past.table) ? "" : "store-1");
        EXPECT_GT(past.rows, 0);
        tables.insert(past.table);
    }
    EXPECT_EQ(tables,
              (std::set<std::string>{"account_link", "alert_note", "audit_entry", "enrolment_request", "lane_message",
                                     "note", "note_comment", "quarantine", "refusal", "session", "setup_token", "showing",
                                     "sign_in_step", "transaction_day", "transaction_hour", "unplaced_hour"}))
        << "each kind of trace was there to be removed";
    const std::string figures_before = figures();
    ASSERT_NE(figures_before.find("\"sealed\""), std::string::npos);

    const auto done = run(now);

    EXPECT_GE(done.months_dropped.size(), 1u);
    EXPECT_GT(done.rows_removed, 0);
    EXPECT_TRUE(done.past_term.empty());
    EXPECT_EQ(query("SELECT min(business_day) FROM note"), first_kept());
    EXPECT_EQ(query("SELECT min(received_at) > now() - interval '31 days' AND count(*) BETWEEN 29 AND 31 FROM note_comment"),
              "t");
    for (const char* table : {"note_undo", "quarantine", "refusal", "unplaced_hour"}) {
        EXPECT_EQ(query("SELECT min(received_at) >= '" + first_kept() + "' FROM " + table), "t") << table;
    }
    EXPECT_EQ(query("SELECT min(business_day) FROM showing"), first_kept());
    EXPECT_EQ(query("SELECT min(business_day) FROM alert_note"), first_kept());
    EXPECT_EQ(query("SELECT min(last_day) >= current_date - 31 FROM lane_message"), "t");

    const std::string audit_before = storage::to_sql(domain::retention_cut(*directory, now).audit_before);
    EXPECT_EQ(query("SELECT min(recorded_at) BETWEEN '" + audit_before + "' AND timestamptz '" + audit_before +
                    "' + interval '1 day' FROM audit_entry"),
              "t");
    const std::vector<std::pair<const char*, const char*>> days_left{
        {"session", "1"}, {"sign_in_step", "1"}, {"account_link", "1"}, {"setup_token", "1"}, {"enrolment_request", "0 1"}};
    for (const auto& [table, left] : days_left) {
        EXPECT_EQ(query("SELECT string_agg((expires_at::date - current_date)::text, ' ' ORDER BY expires_at) FROM " +
                        std::string(table)),
                  left)
            << table;
    }
    for (const char* table : {"account_link_token", "delivery WHERE kind = 'account'"}) {
        EXPECT_EQ(query("SELECT count(*) FROM " + std::string(table)), "1") << "goes with its link: " << table;
    }

    EXPECT_EQ(figures(), figures_before);
    EXPECT_EQ(verify(), "");
    const auto again = run(now);
    EXPECT_EQ(again.rows_removed, 0);
    EXPECT_TRUE(again.months_dropped.empty());
}

TEST_F(Retention, GoesOnWhereItWasKilled) {
    const std::string figures_before = figures();
    const auto store = make_store();
    int calls = 0;
    for (bool finished = false; !finished; ++calls) {
        ASSERT_LT(calls, 100);
        DyingStore dying(*store, calls);
        const auto done = domain::run_retention(dying, *directory, now, [] { return false; });
        finished = done.has_value();
        if (calls % 3 == 0 || finished) {
            EXPECT_EQ(figures(), figures_before) << "after " << calls << " calls";
            EXPECT_EQ(verify(), "") << "after " << calls << " calls";
        }
    }
    EXPECT_GT(calls, 5);
    EXPECT_EQ(query("SELECT min(business_day) FROM note"), first_kept());
    EXPECT_TRUE(run(now).past_term.empty());
}

TEST_F(Retention, RemovesNothingEarlyAndNothingLateAsTimeGoesBy) {
    const std::string planted = query(
        "SELECT string_agg(note_id::text, ',' ORDER BY note_id) FROM note WHERE business_day >= '" + first_kept() + "'");
    for (int back = 70; back >= 0; back -= 7) {
        const Instant then = now - std::chrono::days{back};
        const auto done = run(then);
        EXPECT_TRUE(done.past_term.empty()) << back;
        const Day kept = *domain::retention_cut(*directory, then).notes_before;
        EXPECT_EQ(query("SELECT min(business_day) FROM note"), to_text(std::max(kept, ago(days_back)))) << back;
    }
    EXPECT_EQ(query("SELECT string_agg(note_id::text, ',' ORDER BY note_id) FROM note"), planted);
}

TEST_F(Retention, TwoServersMayRunItAtOnce) {
    const std::string figures_before = figures();
    std::vector<std::thread> servers;
    for (int server = 0; server < 2; ++server) {
        servers.emplace_back([this] {
            const auto store = make_store();
            // One may find a lock taken; its next run goes on.
            for (int attempt = 0; attempt < 20; ++attempt) {
                if (domain::run_retention(*store, *directory, now, [] { return false; })) {
                    return;
                }
            }
            ADD_FAILURE() << "never got through";
        });
    }
    for (auto& server : servers) {
        server.join();
    }
    EXPECT_EQ(figures(), figures_before);
    EXPECT_EQ(query("SELECT min(business_day) FROM note"), first_kept());
}

TEST_F(Retention, RefusesToForgetWhatIsYoungerWhateverTheServersClockSays) {
    const auto store = make_store();
    const Instant far_off = now + std::chrono::days{800};
    EXPECT_TRUE(domain::run_retention(*store, *directory, far_off, [] { return false; }).has_error());
    EXPECT_TRUE(store->let_notes_go(ago(300)).has_error());
    EXPECT_TRUE(store->keep_rollups("store-1", ago(300)).has_error());
    EXPECT_TRUE(store->remove_rows("store-1", now - std::chrono::days{20}, 10).has_error());
    EXPECT_TRUE(store->remove_audit_entries(now - std::chrono::days{300}, 10).has_error());
    EXPECT_TRUE(store->remove_expired(now + std::chrono::days{3}, 10).has_error());
    EXPECT_EQ(query("SELECT count(*) FROM note"), std::to_string(4 * (days_back + 1)));
    EXPECT_EQ(query("SELECT count(*) FROM note_comment"), std::to_string(days_back + 1));
    run(now);
    EXPECT_EQ(query("SELECT min(business_day) FROM note"), first_kept());
}

TEST_F(Retention, NeverRecountsADayWhoseNotesAreGone) {
    run(now);
    query("DELETE FROM day_change");
    const std::string rollup = query("SELECT string_agg(r::text, ';' ORDER BY r::text) FROM rollup AS r");
    const Day gone = ago(days_back - 5);
    query("INSERT INTO stale_mark (store_id, business_day) VALUES ('store-1', '" + to_text(gone) + "')");
    const auto rollups = app::make_rollup_store(postgres().connection_string(database, "tillnote_digest"));
    // As a server would whose clock is a year behind.
    need(rollups->recompute({"store-1", gone}, directory->find_store("store-1")->calendar.bounds_of(gone), false));
    EXPECT_EQ(query("SELECT string_agg(r::text, ';' ORDER BY r::text) FROM rollup AS r"), rollup);
    EXPECT_EQ(query("SELECT count(*) FROM stale_mark WHERE business_day IS NOT NULL"), "0");
    EXPECT_EQ(query("SELECT count(*) FROM day_change"), "0");
}

TEST_F(Retention, AnswersLateNotesAndUndosOfSealedDaysAsTooOld) {
    const Day gone = ago(days_back - 5);
    const std::string note_id =
        query("SELECT note_id FROM note WHERE business_day = '" + to_text(gone) + "' ORDER BY seq LIMIT 1");
    run(now);
    Writer writer(database, std::make_shared<storage::OutboxBook>());
    auto delivery = make_delivery(outbox, today, {make_note(last_seq + 1, gone)});
    delivery.notes[0].business_day.reset();
    delivery.notes[0].problem = "day_sealed";
    delivery.undos.push_back({make_outbox_id(), storage::uuid_of(note_id), now});
    delivery.sealed_before = domain::sealing_horizon(today);
    const auto outcome = writer.append(delivery);
    EXPECT_EQ(statuses(outcome), (std::vector{NoteStatus::quarantined, NoteStatus::quarantined}));
    EXPECT_EQ(outcome.have_seq, last_seq + 1) << "nothing that went seems lost to the lane";
    EXPECT_EQ(verify(), "");
}

TEST_F(Retention, KeepsTheNotesAndGapsOfDaysThatAreStillCountedWhenClocksWereWrong) {
    Writer writer(database, std::make_shared<storage::OutboxBook>());
    // A clock a year and more behind, corrected by the server: an old tap date, a day of this week.
    auto behind = make_note(1, ago(440));
    behind.business_day = ago(5);
    behind.tapped_at = at(ago(5), 12);
    writer.append(make_delivery(make_outbox_id(), ago(5), {behind}));
    // A clock ahead: a tap date that goes later than its day.
    auto ahead = make_note(1, ago(300));
    ahead.business_day = ago(440);
    ahead.tapped_at = at(ago(440), 12);
    writer.append(make_delivery(make_outbox_id(), ago(440), {ahead}));
    // A clock put back and put right again, with notes missing on all sides.
    writer.append(
        make_delivery(make_outbox_id(), ago(200),
                      {make_note(2, ago(300)), make_note(4, ago(445)), make_note(6, ago(444)), make_note(9, ago(299))}));
    EXPECT_EQ(verify(), "");
    const std::string missing = query("SELECT sum(notes_missing) FROM rollup_lane");
    run(now);
    EXPECT_EQ(query("SELECT count(*) FROM note WHERE business_day = '" + to_text(ago(5)) + "'"), "5");
    EXPECT_EQ(query("SELECT min(business_day) FROM note"), first_kept());
    query("INSERT INTO stale_mark (store_id, business_day) SELECT DISTINCT store_id, business_day FROM note");
    EXPECT_EQ(verify(), "") << "recounted from what is left";
    EXPECT_EQ(query("SELECT sum(notes_missing) FROM rollup_lane"), missing);
}

class FixedDirectory : public routes::DirectorySource {
public:
    explicit FixedDirectory(std::shared_ptr<const domain::Directory> directory) : directory_(std::move(directory)) {}
    [[nodiscard]] std::shared_ptr<const domain::Directory> current() const override { return directory_; }

private:
    std::shared_ptr<const domain::Directory> directory_;
};

TEST_F(Retention, RunsInTheServiceAndSaysWhatItDid) {
    const FixedDirectory stores(directory);
    std::promise<domain::RetentionRun> told;
    app::RetentionWorker worker([this] { return make_store(); }, stores, [this] { return now; },
                                [&told](const domain::RetentionRun& run) { told.set_value(run); });
    auto first_run = told.get_future();
    ASSERT_EQ(first_run.wait_for(std::chrono::seconds(60)), std::future_status::ready);
    const auto done = first_run.get();
    worker.stop();
    EXPECT_GE(done.months_dropped.size(), 1u);
    EXPECT_GT(done.rows_removed, 0);
    EXPECT_TRUE(done.past_term.empty());
    EXPECT_EQ(query("SELECT min(business_day) FROM note"), first_kept());
}

TEST_F(Retention, RefusesToRunAsARoleThatDoesNotSeeWhatIsPastItsTerm) {
    app::Config config;
    config.database_migrate = postgres().connection_string(database, "tillnote_migrate");
    for (const bool check_only : {false, true}) {
        const auto done = app::commands::retention(config, check_only);
        ASSERT_TRUE(done.has_error());
        EXPECT_EQ(done.error().field, "database.retention");
    }
    EXPECT_EQ(query("SELECT count(*) FROM note_comment"), std::to_string(days_back + 1));
}

TEST_F(Retention, SaysWhatIsThereThoughItsTermIsOver) {
    run(now);
    query(
        "INSERT INTO note_comment SELECT store_id, tap_date, note_id, 'left', now() - interval '40 days' FROM note"
        " WHERE business_day = current_date - 100 LIMIT 1");
    const auto store = make_store();
    const auto past = domain::check_retention(*store, *directory, now);
    need(past);
    ASSERT_EQ(past->size(), 1u);
    EXPECT_EQ(past->front().table, "note_comment");
    EXPECT_EQ(past->front().rows, 1);
    EXPECT_EQ(run(now).rows_removed, 1);
}

}  // namespace
}  // namespace tillnote::test
