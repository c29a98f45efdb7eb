#pragma once

#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/sql_text.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

/// Two stores with a small catalog, for the tests of what closes the loop.
namespace tillnote::test {

class LoopFixture : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        for (const char* id : {"store-1", "store-2"}) {
            store.id = id;
            ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
        }
        store.id = "store-1";
        Catalog grocery;
        grocery.departments = {{"produce", "Produce", "Frutas", true, 10}, {"grocery", "Grocery", "Abarrotes", true, 20}};
        grocery.reasons = {
            {"103", "produce", "quality", Polarity::complaint, "Produce bad", "Fruta mala", "", true, false, false, false},
            {"102", "produce", "quality", Polarity::praise, "Produce fresh", "Fruta fresca", "", true, false, false, false},
            {"401", "grocery", "safety", Polarity::complaint, "Expired", "Caducado", "", true, false, true, false},
            {"705", "grocery", "safety", Polarity::complaint, "Hazard", "Peligro", "", true, false, true, false},
            {"602", "grocery", "staff", Polarity::complaint, "Rude", "Mal servicio", "", true, false, false, true}};
        ASSERT_TRUE(organisation.import_catalog(grocery, day(2026, 1, 1)).has_value()) << web.last_failure();
        catalog = *organisation.load_catalog();
    }

    std::string query(const std::string& sql) { return postgres().query(database, "SET search_path = tillnote; " + sql); }
    /// A standing alert of store-1.
    Uuid add_alert(const std::string& reason, Instant raised_at, int remarks = 1) {
        const Uuid id = make_outbox_id();
        query("INSERT INTO alert (store_id, alert_id, reason, remarks, raised_at) VALUES ('store-1', '" + id.to_string() +
              "', '" + reason + "', " + std::to_string(remarks) + ", '" + storage::to_sql(raised_at) + "')");
        return id;
    }

    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 20);
    const Uuid manager = make_outbox_id();
    domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                        day(2026, 1, 1), {},           false,   {}};
    domain::DatedCatalog catalog;
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
};

}  // namespace tillnote::test
