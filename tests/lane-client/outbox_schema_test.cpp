#include "tests/lane-client/forwarding_fixture.hpp"

#include <sqlite3.h>

namespace tillnote::lane::test {
namespace {

namespace fs = std::filesystem;

/// An outbox as the version before this one left it on a disk: five notes, two of them delivered, one undone.
class OutboxOfTheSecondLayout : public ForwardingTest {
protected:
    OutboxOfTheSecondLayout() {
        fs::copy_file(fs::path(TILLNOTE_LANE_FIXTURES) / "outbox_layout_2.db", folder_.path() / "outbox.db");
        enrolments_.list.front().key = Uuid::parse("a4563d4b-a213-414a-83e0-332a145804e6").value();
    }
    std::int64_t ask(const char* sql) {
        outbox_.close();
        sqlite3* handle = nullptr;
        sqlite3_open((folder_.path() / "outbox.db").c_str(), &handle);
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        const bool found = sqlite3_step(statement) == SQLITE_ROW;
        const std::int64_t number = found ? sqlite3_column_int64(statement, 0) : -1;
        sqlite3_finalize(statement);
        sqlite3_close(handle);
        return number;
    }
};

TEST_F(OutboxOfTheSecondLayout, IsDeliveredWhole) {
    ASSERT_EQ(ask("PRAGMA user_version"), 2);
    const auto before = notes();
    ASSERT_EQ(before.size(), 5U);
    EXPECT_EQ(counts().pending, 3);
    EXPECT_EQ(counts().undos, 1);
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(counts().pending, 0);
    EXPECT_EQ(server_.requests.front().notes.size(), 3U);
    ASSERT_EQ(server_.stored.size(), 5U) << "this server had lost what the earlier version delivered";
    for (const StoredNote& stored : before) {
        EXPECT_EQ(server_.stored.at(stored.note.note_id), stored.note);
    }
    EXPECT_EQ(server_.undone.size(), 1U);
}

TEST_F(OutboxOfTheSecondLayout, TakesWhatTheFirstVersionCouldNot) {
    rules_.enrolment = enrolments_.key_in_force();
    begin("T-1");
    tap_note("106");
    end();
    EXPECT_EQ(notes().back().note.seq, 6);
    EXPECT_EQ(unreported({rules_.enrolment}).size(), 1U);
}

TEST_F(OutboxOfTheSecondLayout, KeepsEveryColumnTheEarlierVersionReadsAndWrites) {
    tap_note("106");
    EXPECT_EQ(ask("SELECT count(*) FROM pragma_table_info('note')"), 16) << "layouts gain tables, never columns";
    EXPECT_EQ(ask("SELECT count(*) FROM pragma_table_info('undo')"), 7);
    EXPECT_EQ(ask("SELECT count(*) FROM pragma_table_info('lane')"), 14);
    EXPECT_EQ(ask("SELECT count(*) FROM pragma_table_info('outbox_answer')"), 4);
    EXPECT_GT(ask("PRAGMA user_version"), 2) << "a newer layout is opened as it is";
}

}  // namespace
}  // namespace tillnote::lane::test
