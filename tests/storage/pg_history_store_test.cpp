#include "server/storage/pg_history_store.hpp"

#include "tests/storage/building.hpp"

#include <gmock/gmock.h>

namespace tillnote::test {
namespace {

using testing::ElementsAre;

class HistoryStore : public testing::Test {
protected:
    void add_rollup(const std::string& store, const std::string& day, const std::string& reason, int remarks) {
        postgres().query(database, "INSERT INTO rollup (store_id, business_day, reason, remarks, breadth) VALUES ('" +
                                       store + "', '" + day + "', '" + reason + "', " + std::to_string(remarks) + ", 1)");
    }
    /// A note that came with a comment `ago` ago.
    void add_comment(std::int64_t seq, const std::string& reason, const std::string& text, const std::string& ago) {
        domain::PlacedNote placed = make_note(seq, today, reason);
        placed.note.comment = text;
        writer.append(make_delivery(outbox, today, {placed}));
        postgres().query(
            database, "UPDATE note_comment SET received_at = now() - interval '" + ago + "' WHERE comment = '" + text + "'");
    }

    const Day today = day(2026, 11, 20);
    const std::string database = postgres().make_database();
    const Uuid outbox = make_outbox_id();
    Writer writer{database, std::make_shared<storage::OutboxBook>()};
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgHistoryStore history{web};
};

TEST_F(HistoryStore, AddsTheSubjectsReasonsUpByDay) {
    add_rollup("store-1", "2026-11-18", "101", 2);
    add_rollup("store-1", "2026-11-18", "103", 3);
    add_rollup("store-1", "2026-11-18", "604", 5);
    add_rollup("store-1", "2026-11-19", "604", 7);
    add_rollup("store-1", "2026-11-20", "103", 1);
    add_rollup("store-2", "2026-11-18", "103", 90);
    domain::HistorySubject subject;
    subject.codes = {"101", "103"};
    subject.of = {"101", "103", "604"};
    const auto days = history.load_days("store-1", subject, {day(2026, 11, 18), day(2026, 11, 19)});
    ASSERT_TRUE(days.has_value()) << web.last_failure();
    ASSERT_EQ(days->size(), 2U);
    EXPECT_EQ((*days)[0].day, day(2026, 11, 18));
    EXPECT_EQ((*days)[0].remarks, 5);
    EXPECT_EQ((*days)[0].of, 10);
    EXPECT_EQ((*days)[1].remarks, 0);
    EXPECT_EQ((*days)[1].of, 7);
}

TEST_F(HistoryStore, ShowsThirtyDaysOfCommentsAndNoneAboutStaff) {
    postgres().query(
        database,
        "INSERT INTO department (code, label_en, label_es, walk, position, valid_from) VALUES ('service', "
        "'People', 'Personal', false, 80, '2026-01-01'); "
        "INSERT INTO reason (code, department, theme, polarity, label_en, label_es, owner, starter, first_screen, "
        "urgent, about_staff, position, valid_from) VALUES ('602', 'service', 'staff', 'complaint', 'Rude', "
        "'Mal servicio', 'x', true, false, false, true, 1, '2026-01-01')");
    add_comment(1, "103", "moldy", "29 days");
    add_comment(2, "103", "older", "31 days");
    add_comment(3, "604", "slow", "1 hour");
    add_comment(4, "602", "rude", "1 hour");
    const auto texts = [&](const std::vector<std::string>& codes) {
        std::vector<std::string> found;
        const auto comments = history.list_comments("store-1", codes);
        EXPECT_TRUE(comments.has_value()) << web.last_failure();
        for (const domain::HistoryComment& comment : *comments) {
            found.push_back(comment.reason + " " + comment.text);
        }
        return found;
    };
    EXPECT_THAT(texts({"103", "602", "604"}), ElementsAre("103 moldy", "604 slow"));
    EXPECT_THAT(texts({"604"}), ElementsAre("604 slow"));
    EXPECT_THAT(texts({}), ElementsAre());
}

}  // namespace
}  // namespace tillnote::test
