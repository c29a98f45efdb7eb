#include "server/storage/pg_organisation_store.hpp"

#include "server/domain/catalog_change.hpp"
#include "server/storage/catalog_import.hpp"
#include "server/storage/loop_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace tillnote::storage {
namespace {

constexpr Statement organisation_store_sql[] = {
    {"list_districts", "SELECT district_id, name FROM district ORDER BY district_id"},
    {"list_stores", R"(
        SELECT store_id, name, district_id, opened_on - date '1970-01-01', closed_on - date '1970-01-01', free_text
        FROM store WHERE $1::text IS NULL OR store_id = $1 ORDER BY store_id)"},
    {"list_day_rules", R"(
        SELECT store_id, valid_from - date '1970-01-01', zone, cutoff_minutes
        FROM store_day_rule WHERE $1::text IS NULL OR store_id = $1 ORDER BY store_id, valid_from)"},
    {"list_walks", R"(
        SELECT store_id, department FROM store_department WHERE $1::text IS NULL OR store_id = $1
        ORDER BY store_id, position)"},
    {"list_memberships", R"(
        SELECT store_id, valid_from - date '1970-01-01', district_id
        FROM store_membership WHERE $1::text IS NULL OR store_id = $1 ORDER BY store_id, valid_from)"},
    {"put_district", R"(
        INSERT INTO district (district_id, name) VALUES ($1, $2)
        ON CONFLICT (district_id) DO UPDATE SET name = excluded.name)"},
    {"put_store", R"(
        INSERT INTO store (store_id, name, district_id, opened_on, closed_on, free_text) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (store_id) DO UPDATE
        SET name = excluded.name, district_id = excluded.district_id, opened_on = excluded.opened_on,
            closed_on = excluded.closed_on, free_text = excluded.free_text)"},
    {"add_store", R"(
        INSERT INTO store (store_id, name, district_id, opened_on, closed_on, free_text) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING RETURNING store_id)"},
    {"lock_store", "SELECT store_id FROM store WHERE store_id = $1 FOR NO KEY UPDATE"},
    {"drop_day_rules", "DELETE FROM store_day_rule WHERE store_id = $1 AND NOT valid_from = ANY ($2::date[])"},
    {"put_day_rules", R"(
        INSERT INTO store_day_rule (store_id, valid_from, zone, cutoff_minutes)
        SELECT $1, * FROM unnest($2::date[], $3::text[], $4::smallint[])
        ON CONFLICT (store_id, valid_from) DO UPDATE SET zone = excluded.zone, cutoff_minutes = excluded.cutoff_minutes)"},
    {"drop_memberships", "DELETE FROM store_membership WHERE store_id = $1 AND NOT valid_from = ANY ($2::date[])"},
    {"put_memberships", R"(
        INSERT INTO store_membership (store_id, valid_from, district_id)
        SELECT $1, * FROM unnest($2::date[], $3::text[])
        ON CONFLICT (store_id, valid_from) DO UPDATE SET district_id = excluded.district_id)"},
    {"drop_walk", "DELETE FROM store_department WHERE store_id = $1"},
    {"put_walk", R"(
        INSERT INTO store_department (store_id, position, department)
        SELECT $1, position, department FROM unnest($2::text[]) WITH ORDINALITY AS w (department, position))"},
    {"close_day", R"(
        INSERT INTO closed_day (store_id, business_day, why) VALUES ($1, $2, $3)
        ON CONFLICT (store_id, business_day) DO UPDATE SET why = excluded.why)"},
    {"open_day", "DELETE FROM closed_day WHERE store_id = $1 AND business_day = $2 RETURNING business_day"},
    {"list_closed_days", R"(
        SELECT business_day - date '1970-01-01', why FROM closed_day WHERE store_id = $1 AND business_day >= $2
        ORDER BY business_day)"},
    {"put_traffic", R"(
        INSERT INTO traffic (store_id, business_day, staffed_transactions)
        SELECT DISTINCT * FROM unnest($1::text[], $2::date[], $3::bigint[]) ORDER BY 1, 2
        ON CONFLICT (store_id, business_day) DO UPDATE SET staffed_transactions = excluded.staffed_transactions)"},
    {"list_departments", "SELECT code, label_en, label_es, walk, position FROM department ORDER BY position, code"},
    {"list_reasons", R"(
        SELECT code, department, theme, polarity, label_en, label_es, owner, starter, first_screen, urgent, about_staff,
               valid_from - date '1970-01-01', valid_to - date '1970-01-01', position
        FROM reason ORDER BY position, code)"},
    {"list_reason_changes", R"(
        SELECT code, valid_from - date '1970-01-01', label_en, label_es, owner, starter, first_screen, urgent, position
        FROM reason_change ORDER BY code, valid_from)"},
    {"catalog_version", R"(
        SELECT left(md5(coalesce((SELECT string_agg(r::text, E'\n' ORDER BY r.code) FROM reason AS r), '') || E'\n\n' ||
                        coalesce((SELECT string_agg(c::text, E'\n' ORDER BY c.code, c.valid_from) FROM reason_change AS c), '') ||
                        E'\n\n' ||
                        coalesce((SELECT string_agg(d::text, E'\n' ORDER BY d.code) FROM department AS d), '')), 16))"},
};

using Transaction = pqxx::transaction_base;

std::vector<domain::Store> load_stores(Transaction& transaction, const std::optional<std::string>& id) {
    std::vector<domain::Store> stores;
    std::map<std::string, std::size_t> index;
    for (const pqxx::row& row : transaction.exec_prepared("list_stores", or_null(id))) {
        domain::Store store;
        store.id = row[0].as<std::string>();
        store.name = row[1].as<std::string>();
        store.district = row[2].as<std::string>();
        store.opened_on = day_of(row[3].as<std::int64_t>());
        if (!row[4].is_null()) {
            store.closed_on = day_of(row[4].as<std::int64_t>());
        }
        store.free_text = row[5].as<bool>();
        index[store.id] = stores.size();
        stores.push_back(std::move(store));
    }
    for (const pqxx::row& row : transaction.exec_prepared("list_day_rules", or_null(id))) {
        stores.at(index.at(row[0].as<std::string>()))
            .day_rules.push_back({day_of(row[1].as<std::int64_t>()), row[2].as<std::string>(), row[3].as<int>()});
    }
    for (const pqxx::row& row : transaction.exec_prepared("list_memberships", or_null(id))) {
        stores.at(index.at(row[0].as<std::string>()))
            .memberships.push_back({day_of(row[1].as<std::int64_t>()), row[2].as<std::string>()});
    }
    for (const pqxx::row& row : transaction.exec_prepared("list_walks", or_null(id))) {
        stores.at(index.at(row[0].as<std::string>())).walk.push_back(row[1].as<std::string>());
    }
    return stores;
}

domain::DatedReason read_reason(const pqxx::row& row) {
    domain::DatedReason dated;
    dated.reason = read_reason_of(row);
    dated.valid_from = day_of(row[11].as<std::int64_t>());
    if (!row[12].is_null()) {
        dated.valid_to = day_of(row[12].as<std::int64_t>());
    }
    dated.position = row[13].as<int>();
    return dated;
}

/// `first`: the reason as it is worded before its first change.
domain::Rewording read_rewording(const pqxx::row& row, const Reason& first) {
    domain::Rewording change{day_of(row[1].as<std::int64_t>()), first, row[8].as<int>()};
    change.reason.label_en = row[2].as<std::string>();
    change.reason.label_es = row[3].as<std::string>();
    change.reason.owner = row[4].as<std::string>();
    change.reason.starter = row[5].as<bool>();
    change.reason.first_screen = row[6].as<bool>();
    change.reason.urgent = row[7].as<bool>();
    return change;
}

domain::DatedCatalog load_dated_catalog(Transaction& transaction) {
    domain::DatedCatalog catalog;
    for (const pqxx::row& row : transaction.exec_prepared("list_departments")) {
        catalog.departments.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
                                       row[3].as<bool>(), row[4].as<int>()});
    }
    for (const pqxx::row& row : transaction.exec_prepared("list_reasons")) {
        catalog.reasons.push_back(read_reason(row));
    }
    for (const pqxx::row& row : transaction.exec_prepared("list_reason_changes")) {
        const auto code = row[0].as<std::string>();
        const auto entry = std::ranges::find_if(catalog.reasons,
                                                [&](const domain::DatedReason& dated) { return dated.reason.code == code; });
        entry->changes.push_back(read_rewording(row, entry->reason));
    }
    catalog.version = transaction.exec_prepared1("catalog_version")[0].as<std::string>();
    return catalog;
}

void put_memberships(Transaction& transaction, const domain::Store& store) {
    ArrayText valid_from, districts;
    for (const domain::Membership& row : store.memberships) {
        valid_from.append(row.valid_from);
        districts.append(std::string_view(row.district));
    }
    if (store.memberships.empty()) {
        valid_from.append(store.opened_on);
        districts.append(std::string_view(store.district));
    }
    transaction.exec_prepared0("drop_memberships", store.id, valid_from.text());
    transaction.exec_prepared0("put_memberships", store.id, valid_from.text(), districts.text());
}

pqxx::result write_store(Transaction& transaction, const char* statement, const domain::Store& store) {
    return transaction.exec_prepared(statement, store.id, store.name, store.district, to_sql(store.opened_on),
                                     or_null(to_sql(store.closed_on)), store.free_text);
}

void put_parts(Transaction& transaction, const domain::Store& store) {
    ArrayText valid_from, zones, cutoffs, walk;
    for (const domain::DayRule& rule : store.day_rules) {
        valid_from.append(rule.valid_from);
        zones.append(std::string_view(rule.zone));
        cutoffs.append(std::int64_t{rule.cutoff_minutes});
    }
    for (const std::string& department : store.walk) {
        walk.append(std::string_view(department));
    }
    transaction.exec_prepared0("drop_day_rules", store.id, valid_from.text());
    transaction.exec_prepared0("put_day_rules", store.id, valid_from.text(), zones.text(), cutoffs.text());
    put_memberships(transaction, store);
    transaction.exec_prepared0("drop_walk", store.id);
    transaction.exec_prepared0("put_walk", store.id, walk.text());
}

/// Of a store, the only row that another has to be there for is its district.
Result<void> name_missing_district(Result<void> put) {
    if (put.has_error() && put.error().code == ErrorCode::impossible_value && put.error().field.empty()) {
        return Error{ErrorCode::impossible_value, "There is no such district; add it first.", "/district"};
    }
    return put;
}

}  // namespace

PgOrganisationStore::PgOrganisationStore(Session& session) : session_(session) {
    session_.use(organisation_store_sql);
    session_.use(catalog_import_statements());
}

Result<std::vector<domain::District>> PgOrganisationStore::list_districts() {
    using List = std::vector<domain::District>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_districts")) {
            list.push_back({row[0].as<std::string>(), row[1].as<std::string>()});
        }
        return list;
    });
}

Result<std::vector<domain::Store>> PgOrganisationStore::list_stores() {
    using List = std::vector<domain::Store>;
    return read<Snapshot>(session_,
                          [&](Transaction& transaction) -> Result<List> { return load_stores(transaction, std::nullopt); });
}

Result<std::optional<domain::Store>> PgOrganisationStore::find_store(std::string_view id) {
    using Found = std::optional<domain::Store>;
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<Found> {
        auto stores = load_stores(transaction, std::string(id));
        return stores.empty() ? Found{} : Found{std::move(stores.front())};
    });
}

Result<void> PgOrganisationStore::put_district(const domain::District& district) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("put_district", district.id, district.name);
        return {};
    });
}

Result<void> PgOrganisationStore::put_store(const domain::Store& store) {
    return name_missing_district(transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        write_store(transaction, "put_store", store);
        put_parts(transaction, store);
        return {};
    }));
}

Result<void> PgOrganisationStore::add_store(const domain::Store& store) {
    return name_missing_district(transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        if (write_store(transaction, "add_store", store).empty()) {
            return Error{ErrorCode::conflict, "There is a store of this id already; give the new one another.", "id"};
        }
        put_parts(transaction, store);
        return {};
    }));
}

Result<void> PgOrganisationStore::change_store(std::string_view id,
                                               const std::function<Result<domain::Store>(domain::Store)>& change) {
    const std::string store_id(id);
    return name_missing_district(transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("lock_store", store_id).empty()) {
            return Error{ErrorCode::not_found, "There is no store '" + store_id + "'; the list of stores has them all.",
                         "store"};
        }
        const auto changed = change(std::move(load_stores(transaction, store_id).front()));
        if (!changed) {
            return changed.error();
        }
        write_store(transaction, "put_store", *changed);
        put_parts(transaction, *changed);
        return {};
    }));
}

Result<void> PgOrganisationStore::close_day(std::string_view store, domain::Day day, std::string_view why) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("close_day", std::string(store), to_sql(day), std::string(why));
        return {};
    });
}

Result<void> PgOrganisationStore::open_day(std::string_view store, domain::Day day) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("open_day", std::string(store), to_sql(day)).empty()) {
            return Error{ErrorCode::not_found, "The store was not said to be closed on that day.", "closed_day"};
        }
        return {};
    });
}

Result<std::vector<domain::ClosedDay>> PgOrganisationStore::list_closed_days(std::string_view store, domain::Day from) {
    using List = std::vector<domain::ClosedDay>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_closed_days", std::string(store), to_sql(from))) {
            list.push_back({day_of(row[0].as<std::int64_t>()), row[1].as<std::string>()});
        }
        return list;
    });
}

Result<void> PgOrganisationStore::put_traffic(std::span<const domain::TrafficDay> days) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        ArrayText stores, dates, counts;
        for (const domain::TrafficDay& traffic : days) {
            stores.append(std::string_view(traffic.store));
            dates.append(traffic.day);
            counts.append(traffic.staffed_transactions);
        }
        transaction.exec_prepared0("put_traffic", stores.text(), dates.text(), counts.text());
        return {};
    });
}

Result<domain::DatedCatalog> PgOrganisationStore::load_catalog() {
    return read<Snapshot>(
        session_, [&](Transaction& transaction) -> Result<domain::DatedCatalog> { return load_dated_catalog(transaction); });
}

Result<void> PgOrganisationStore::import_catalog(const Catalog& catalog, domain::Day from, domain::Day ends_from,
                                                 const std::optional<std::string>& version) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        lock_catalog(transaction);
        auto stored = load_dated_catalog(transaction);
        if (version && *version != stored.version) {
            return Error{ErrorCode::conflict, "Somebody has changed the catalog meanwhile; look at the change once more.",
                         "version"};
        }
        const auto changed = domain::change_catalog(std::move(stored), catalog, from, ends_from);
        if (!changed) {
            return changed.error();
        }
        replace_catalog(transaction, *changed, catalog, from);
        return {};
    });
}

}  // namespace tillnote::storage
