#include "server/storage/pg_comparison_store.hpp"

#include "server/storage/pg_digest_store.hpp"
#include "server/storage/pg_lane_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_rollup_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using testing::IsEmpty;

/// Two stores in Chicago with one lane each.
class ComparisonStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        Catalog catalog{{{"produce", "Produce", "Frutas", true, 1}}, {}};
        for (const char* code : {"101", "103", "601"}) {
            Reason reason{code, "produce", "x", Polarity::complaint, "l", "l", "o", false, false, false, code[0] == '6'};
            catalog.reasons.push_back(reason);
        }
        reasons = {catalog.reasons[0], catalog.reasons[1]};
        ASSERT_TRUE(organisation.import_catalog(catalog, opened).has_value()) << web.last_failure();
        storage::PgLaneStore lanes(web, book);
        for (const char* id : {"store-1", "store-2"}) {
            const domain::Store store{id, "Elm", "north", {{opened, "America/Chicago", 240}}, opened, {}, false, {}};
            ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
            ASSERT_TRUE(lanes.add_token({id, 3}, std::string("token of ") + id, at(opened, 12)).has_value());
            entries.push_back({store, {"north", "North"}, domain::StoreCalendar::make(store).value()});
        }
    }

    void tap(const std::string& store, Day of, const std::vector<std::string>& codes) {
        auto delivery = make_delivery(outboxes[store], of, {});
        delivery.store = store;
        for (const std::string& code : codes) {
            delivery.notes.push_back(make_note(++seqs[store], of, code));
        }
        writer.append(delivery);
    }

    void recompute() {
        storage::PgRollupStore rollups(digest);
        for (auto stale = rollups.list_stale(500); !stale->empty(); stale = rollups.list_stale(500)) {
            for (const auto& each : *stale) {
                const auto bounds = entries.front().calendar.bounds_of(each.day);
                ASSERT_TRUE(rollups.recompute(each, bounds, false).has_value()) << digest.last_failure();
            }
        }
    }

    std::vector<std::vector<domain::ComparedDay>> load(Day first, Day last) {
        recompute();
        const std::vector<const domain::StoreEntry*> stores{&entries[0], &entries[1]};
        storage::PgComparisonStore store(web);
        auto days = store.load_days(stores, reasons, {first, last, first}, now);
        EXPECT_TRUE(days.has_value()) << web.last_failure();
        return days.has_value() ? *days : std::vector<std::vector<domain::ComparedDay>>(2);
    }

    const Day opened = day(2026, 10, 1);
    const Day thursday = day(2026, 11, 19);
    const Day friday = day(2026, 11, 20);
    const Instant now = at(day(2026, 11, 21), 18);
    const std::string database = postgres().make_database();
    const std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session digest{all_rows(database, "tillnote_digest")};
    Writer writer{database, book};
    std::vector<domain::StoreEntry> entries;
    std::vector<Reason> reasons;
    std::map<std::string, Uuid> outboxes{{"store-1", make_outbox_id()}, {"store-2", make_outbox_id()}};
    std::map<std::string, std::int64_t> seqs;
};

TEST_F(ComparisonStore, LoadsTheDaysOfManyStoresInTheirOrder) {
    tap("store-1", thursday, {"101", "103", "103", "601"});
    tap("store-2", friday, {"103"});
    storage::PgOrganisationStore organisation(web);
    ASSERT_TRUE(organisation.put_traffic(std::vector<domain::TrafficDay>{{"store-1", thursday, 1834}}).has_value());
    ASSERT_TRUE(organisation.close_day("store-2", thursday, "flood").has_value());
    const auto days = load(thursday, day(2026, 11, 25));
    ASSERT_EQ(days.size(), 2U);
    ASSERT_EQ(days[0].size(), 2U) << "Saturday has not ended";
    EXPECT_EQ(days[0][0].day, thursday);
    EXPECT_EQ(days[0][0].traffic, 1834);
    ASSERT_EQ(days[0][0].heard.size(), 2U) << "nothing about staff";
    EXPECT_EQ(days[0][0].heard[0].reason, 0);
    EXPECT_EQ(days[0][0].heard[0].remarks, 1);
    EXPECT_EQ(days[0][0].heard[1].remarks, 2);
    EXPECT_EQ(days[0][0].heard[1].breadth, 1);
    EXPECT_EQ(days[0][0].percent_complete, 100);
    EXPECT_EQ(days[0][0].lanes_heard, 1);
    EXPECT_THAT(days[0][1].heard, IsEmpty());
    EXPECT_EQ(days[0][1].percent_complete, 0) << "its lane was heard the day before and not on this one";
    EXPECT_FALSE(days[1][0].open);
    EXPECT_FALSE(days[1][0].traffic);
    EXPECT_EQ(days[1][1].heard[0].reason, 1);
}

TEST_F(ComparisonStore, AgreesWithTheDigestAboutWhatIsMissing) {
    auto delivery = make_delivery(outboxes["store-1"], friday, {make_note(1, friday, "101"), make_note(9, friday, "103")});
    writer.append(delivery);
    const auto days = load(friday, friday);
    storage::PgDigestStore digests(web);
    storage::PgOrganisationStore organisation(web);
    const auto input =
        digests.load_input(entries[0].store, entries[0].calendar, organisation.load_catalog().value(), friday, now);
    ASSERT_TRUE(input.has_value()) << web.last_failure();
    EXPECT_EQ(days[0][0].percent_complete, domain::assess_completeness(input->lanes).percent);
    EXPECT_EQ(days[0][0].percent_complete, 22) << "two of nine notes";
}

TEST_F(ComparisonStore, FollowsAnUndoAndIsPartOfWhatVerifyCompares) {
    tap("store-1", friday, {"103", "103"});
    EXPECT_EQ(load(friday, friday)[0][0].heard[0].remarks, 2);
    tap("store-1", friday, {"103"});
    EXPECT_EQ(load(friday, friday)[0][0].heard[0].remarks, 3) << "a late note";
    storage::PgRollupStore rollups(digest);
    EXPECT_TRUE(rollups.load_day({"store-1", friday})->rollup.packed);
    postgres().query(database, "UPDATE rollup_day SET reasons = '103 4 1'");
    EXPECT_FALSE(rollups.load_day({"store-1", friday})->rollup.packed);
}

}  // namespace
}  // namespace tillnote::test
