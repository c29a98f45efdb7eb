#include "server/domain/traffic.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Traffic : public ::testing::Test {
protected:
    void SetUp() override {
        Store store = testing::store_in("America/Chicago");
        store.opened_on = day(2026, 1, 1);
        directory.stores.emplace("oak-street", StoreEntry{store, {"north", "North"}, StoreCalendar::make(store).value()});
    }

    TrafficFile parse(std::string_view csv) { return parse_traffic(csv, directory, now); }

    /// "2: what is wrong"
    std::vector<std::string> problems_of(std::string_view csv) {
        std::vector<std::string> list;
        for (const LineProblem& problem : parse(csv).problems) {
            list.push_back(std::to_string(problem.line) + ": " + problem.message);
        }
        return list;
    }

    Directory directory;
    const Instant now = testing::instant(2026, 11, 17, 18);
};

TEST_F(Traffic, IsReadLineByLine) {
    const TrafficFile file = parse("store,day,staffed_transactions\noak-street,2026-11-16,1834\noak-street,2026-11-15,0\n");
    EXPECT_THAT(file.problems, IsEmpty());
    EXPECT_THAT(file.days, ElementsAre(TrafficDay{"oak-street", day(2026, 11, 16), 1834},
                                       TrafficDay{"oak-street", day(2026, 11, 15), 0}));
}

TEST_F(Traffic, TakesWhatSpreadsheetsMakeOfIt) {
    const TrafficFile file =
        parse("\xEF\xBB\xBFstore,day,staffed_transactions\r\n\r\n \"oak-street\" , 2026-11-16 ,\"7\"\r\n");
    EXPECT_THAT(file.problems, IsEmpty());
    EXPECT_THAT(file.days, ElementsAre(TrafficDay{"oak-street", day(2026, 11, 16), 7}));
    EXPECT_THAT(parse("oak-street,2026-11-16,7").days, ::testing::SizeIs(1)) << "no column names, no last line end";
    EXPECT_THAT(parse("").days, IsEmpty());
}

TEST_F(Traffic, SaysWhatIsWrongWithEachLine) {
    EXPECT_THAT(
        problems_of("oak-street,2026-11-16\n"
                    "oak-street,2026-11-16,1,2\n"
                    "harbor,2026-11-16,1\n"
                    "oak-street,16.11.2026,1\n"
                    "oak-street,2026-11-18,1\n"
                    "oak-street,2025-12-31,1\n"
                    "oak-street,2026-11-16,-1\n"
                    "oak-street,2026-11-16,1e3\n"
                    "oak-street,2026-11-16,1000001\n"
                    "oak-street,2026-11-16,\n"),
        ElementsAre(HasSubstr("1: write three cells"), HasSubstr("2: write three cells"),
                    HasSubstr("3: there is no store 'harbor'"), HasSubstr("4: the day must be"),
                    HasSubstr("5: that business day has not begun; today is 2026-11-17"),
                    HasSubstr("6: the store had not opened"), HasSubstr("7: the transactions must be"),
                    HasSubstr("8: the transactions"), HasSubstr("9: the transactions"), HasSubstr("10: the transactions")));
}

TEST_F(Traffic, TakesADayTwiceOnlyWithTheSameNumber) {
    EXPECT_THAT(problems_of("oak-street,2026-11-16,5\noak-street,2026-11-16,5\noak-street,2026-11-16,6\n"),
                ElementsAre("3: line 1 has another number for this store and day"));
}

TEST_F(Traffic, HasALimit) {
    std::string csv;
    for (int line = 0; line <= traffic_lines_max + 1; ++line) {
        csv += "oak-street,2026-11-16,5\n";
    }
    EXPECT_THAT(problems_of(csv), ElementsAre(HasSubstr("20001: a file has at most 20000 lines")));
}

}  // namespace
}  // namespace tillnote::domain
