#include "server/storage/catalog_import.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr Statement catalog_import_sql[] = {
    {"put_departments", R"(
        INSERT INTO department (valid_from, code, label_en, label_es, walk, position)
        SELECT $1::date, * FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::integer[])
        ON CONFLICT (code) DO UPDATE
        SET label_en = excluded.label_en, label_es = excluded.label_es, walk = excluded.walk, position = excluded.position,
            valid_to = NULL)"},
    {"end_departments", R"(
        UPDATE department SET valid_to = greatest($1::date, valid_from) - 1
        WHERE valid_to IS NULL AND NOT code = ANY ($2::text[]))"},
    {"put_reasons", R"(
        INSERT INTO reason (code, department, theme, polarity, label_en, label_es, owner, starter, first_screen, urgent,
                            about_staff, position, valid_from, valid_to)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[],
                             $9::boolean[], $10::boolean[], $11::boolean[], $12::integer[], $13::date[], $14::date[])
        ON CONFLICT (code) DO UPDATE
        SET label_en = excluded.label_en, label_es = excluded.label_es, owner = excluded.owner, starter = excluded.starter,
            first_screen = excluded.first_screen, urgent = excluded.urgent, position = excluded.position,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to)"},
    {"drop_reasons", "DELETE FROM reason WHERE NOT code = ANY ($1::text[])"},
    {"drop_reason_changes", "DELETE FROM reason_change"},
    {"put_reason_changes", R"(
        INSERT INTO reason_change (code, valid_from, label_en, label_es, owner, starter, first_screen, urgent, position)
        SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[],
                             $8::boolean[], $9::integer[]))"},
};

/// What may change of a reason, a column each.
struct WordingColumns {
    ArrayText labels_en, labels_es, owners, starter, first_screen, urgent, positions;

    void append(const Reason& reason, int position) {
        labels_en.append(std::string_view(reason.label_en));
        labels_es.append(std::string_view(reason.label_es));
        owners.append(std::string_view(reason.owner));
        starter.append(std::int64_t{reason.starter});
        first_screen.append(std::int64_t{reason.first_screen});
        urgent.append(std::int64_t{reason.urgent});
        positions.append(std::int64_t{position});
    }
};

void put_departments(pqxx::transaction_base& transaction, const Catalog& next, const std::string& valid_from) {
    ArrayText codes, labels_en, labels_es, walks, positions;
    std::int64_t position = 0;
    for (const Department& department : next.departments) {
        codes.append(std::string_view(department.code));
        labels_en.append(std::string_view(department.label_en));
        labels_es.append(std::string_view(department.label_es));
        walks.append(std::int64_t{department.walk});
        positions.append(++position);
    }
    transaction.exec_prepared0("put_departments", valid_from, codes.text(), labels_en.text(), labels_es.text(), walks.text(),
                               positions.text());
    transaction.exec_prepared0("end_departments", valid_from, codes.text());
}

void put_reasons(pqxx::transaction_base& transaction, const std::vector<domain::DatedReason>& reasons) {
    ArrayText codes, departments, themes, polarities, about_staff, valid_from, valid_to;
    WordingColumns wording;
    for (const domain::DatedReason& entry : reasons) {
        codes.append(std::string_view(entry.reason.code));
        departments.append(std::string_view(entry.reason.department));
        themes.append(std::string_view(entry.reason.theme));
        polarities.append(to_text(entry.reason.polarity));
        about_staff.append(std::int64_t{entry.reason.about_staff});
        wording.append(entry.reason, entry.position);
        valid_from.append(entry.valid_from);
        valid_to.append(entry.valid_to);
    }
    transaction.exec_prepared0("put_reasons", codes.text(), departments.text(), themes.text(), polarities.text(),
                               wording.labels_en.text(), wording.labels_es.text(), wording.owners.text(),
                               wording.starter.text(), wording.first_screen.text(), wording.urgent.text(),
                               about_staff.text(), wording.positions.text(), valid_from.text(), valid_to.text());
    transaction.exec_prepared0("drop_reasons", codes.text());
}

void put_changes(pqxx::transaction_base& transaction, const std::vector<domain::DatedReason>& reasons) {
    ArrayText codes, valid_from;
    WordingColumns wording;
    for (const domain::DatedReason& entry : reasons) {
        for (const domain::Rewording& change : entry.changes) {
            codes.append(std::string_view(entry.reason.code));
            valid_from.append(change.valid_from);
            wording.append(change.reason, change.position);
        }
    }
    transaction.exec_prepared0("drop_reason_changes");
    transaction.exec_prepared0("put_reason_changes", codes.text(), valid_from.text(), wording.labels_en.text(),
                               wording.labels_es.text(), wording.owners.text(), wording.starter.text(),
                               wording.first_screen.text(), wording.urgent.text(), wording.positions.text());
}

}  // namespace

std::span<const Statement> catalog_import_statements() {
    return catalog_import_sql;
}

void lock_catalog(pqxx::transaction_base& transaction) {
    transaction.exec0("LOCK TABLE reason IN SHARE ROW EXCLUSIVE MODE");
}

void replace_catalog(pqxx::transaction_base& transaction, const domain::DatedCatalog& changed, const Catalog& next,
                     domain::Day valid_from) {
    put_departments(transaction, next, to_sql(valid_from));
    put_reasons(transaction, changed.reasons);
    put_changes(transaction, changed.reasons);
}

}  // namespace tillnote::storage
