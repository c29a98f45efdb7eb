#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace tillnote::test {
namespace {

using testing::IsEmpty;

/// Tables that say nothing of who said or did what, and so are not in the document.
const std::map<std::string, std::string> excused{
    {"schema_migration", "which migrations were applied"},
    {"notes_gone", "one day: that before which notes are gone"},
    {"department", "the catalog"},
    {"reason", "the catalog"},
    {"reason_change", "the catalog"},
    {"hot_key", "the catalog"},
    {"store", "how a store is set up"},
    {"store_day_rule", "how a store is set up"},
    {"store_department", "how a store is set up"},
    {"store_hot_key", "how a store is set up"},
    {"store_layout", "how a store is set up"},
    {"store_membership", "how a store is set up"},
    {"closed_day", "how a store is set up"},
    {"district", "how a district is set up"},
    {"day_change", "what is to be counted, until it is"},
    {"stale_batch", "what is to be counted, until it is"},
    {"stale_mark", "what is to be counted, until it is"},
    {"urgent_mark", "what is to be looked at, until it is"},
};

/// The tables that docs/privacy.md names, each with its term.
std::map<std::string, std::string> documented() {
    std::ifstream file(std::string(TILLNOTE_SOURCE_DIR) + "/docs/privacy.md");
    const std::regex row(R"(\| [^|]+ \| ((?:`\w+`(?:, )?)+) \| ([^|]+) \|)");
    const std::regex name(R"(\w+)");
    std::map<std::string, std::string> terms;
    for (std::string line; std::getline(file, line);) {
        if (std::smatch cells; std::regex_match(line, cells, row)) {
            const std::string tables = cells[1];
            for (std::sregex_iterator it(tables.begin(), tables.end(), name); it != std::sregex_iterator(); ++it) {
                EXPECT_TRUE(terms.emplace(it->str(), cells[2]).second) << it->str() << " stands there twice";
            }
        }
    }
    return terms;
}

std::set<std::string> list(const std::string& sql) {
    static const std::string database = postgres().make_database();
    std::istringstream words(postgres().query(database, "SET search_path = tillnote; SELECT string_agg(" + sql));
    return {std::istream_iterator<std::string>(words), {}};
}

TEST(PrivacyDocument, NamesEveryTableOfTheSchemaAndNoOther) {
    const auto terms = documented();
    auto tables = list(
        "relname, ' ') FROM pg_class WHERE relnamespace = 'tillnote'::regnamespace AND relkind IN ('r', 'p') AND NOT "
        "relispartition");
    EXPECT_GT(tables.size(), 50U);
    for (const auto& [table, term] : terms) {
        EXPECT_EQ(tables.erase(table), 1U) << "there is no table " << table;
        EXPECT_FALSE(excused.contains(table)) << table;
    }
    for (const auto& [table, why] : excused) {
        EXPECT_EQ(tables.erase(table), 1U) << "there is no table " << table << ", " << why;
    }
    EXPECT_THAT(tables, IsEmpty()) << "say in docs/privacy.md what is in them and for how long";
}

TEST(PrivacyDocument, CallsNothingKeptForGoodThatIsForgotten) {
    auto terms = documented();
    terms.emplace("note_default", terms.at("note"));
    const auto forgotten = list(
        "table_name, ' ') FROM (SELECT table_name FROM retention_rule UNION SELECT table_name FROM expiry_rule) AS rule");
    EXPECT_GT(forgotten.size(), 10U);
    for (const std::string& table : forgotten) {
        EXPECT_TRUE(terms.contains(table) && !terms.at(table).starts_with("for good")) << table;
    }
}

}  // namespace
}  // namespace tillnote::test
