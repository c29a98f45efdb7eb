#include "server/storage/pg_key_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::LaneKeys;

TEST(KeyStore, ReplacesTheKeysOfChainAndStores) {
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgOrganisationStore organisation(web);
    ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
    const domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                              day(2026, 1, 1), {},           false,   {}};
    ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
    storage::PgKeyStore keys(web);
    EXPECT_TRUE(keys.list_chain_hot_keys()->empty());
    EXPECT_TRUE(keys.list_store_keys()->empty());

    ASSERT_TRUE(keys.put_chain_hot_keys({{"F13", "101"}, {"Shift+F24", "999"}}).has_value()) << web.last_failure();
    ASSERT_TRUE(keys.put_chain_hot_keys({{"F14", "102"}, {"Shift+F24", "999"}}).has_value()) << web.last_failure();
    EXPECT_EQ(*keys.list_chain_hot_keys(), (std::vector<HotKey>{{"F14", "102"}, {"Shift+F24", "999"}}));

    const LaneKeys own{{{"F13", "103"}}, {"404", "101", "103"}};
    ASSERT_TRUE(keys.put_store_keys("store-1", own).has_value()) << web.last_failure();
    EXPECT_EQ(keys.list_store_keys()->at("store-1"), own) << "in the order of the layout";
    const LaneKeys layout_only{{}, {"101"}};
    ASSERT_TRUE(keys.put_store_keys("store-1", layout_only).has_value()) << web.last_failure();
    EXPECT_EQ(keys.list_store_keys()->at("store-1"), layout_only);
    ASSERT_TRUE(keys.put_store_keys("store-1", {}).has_value()) << web.last_failure();
    EXPECT_TRUE(keys.list_store_keys()->empty());
    EXPECT_EQ(keys.put_store_keys("store-9", own).error().code, ErrorCode::impossible_value);
}

}  // namespace
}  // namespace tillnote::test
