#include "server/storage/catalog_import.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

constexpr Statement statements[] = {
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
        INSERT INTO reason (valid_from, code, department, theme, polarity, label_en, label_es, owner, starter, first_screen,
                            urgent, about_staff, position)
        SELECT $1::date, *
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
                    $10::boolean[], $11::boolean[], $12::boolean[], $13::integer[])
        ON CONFLICT (code) DO UPDATE
        SET label_en = excluded.label_en, label_es = excluded.label_es, owner = excluded.owner, starter = excluded.starter,
            first_screen = excluded.first_screen, urgent = excluded.urgent, about_staff = excluded.about_staff,
            position = excluded.position)"},
    {"end_reasons", R"(
        UPDATE reason SET valid_to = greatest($1::date, valid_from) - 1
        WHERE valid_to IS NULL AND NOT code = ANY ($2::text[]))"},
};

Result<void> check_history(const domain::DatedCatalog& now_stored, const Catalog& next) {
    for (const domain::DatedReason& old : now_stored.reasons) {
        const Reason* reason = next.find_reason(old.reason.code);
        if (reason == nullptr) {
            continue;
        }
        if (old.valid_to) {
            return Error{ErrorCode::conflict,
                         "Reason " + reason->code + " has ended; codes are never reused, so give the new reason a new code.",
                         "/reasons/" + reason->code};
        }
        if (old.reason.department != reason->department || old.reason.theme != reason->theme ||
            old.reason.polarity != reason->polarity) {
            return Error{ErrorCode::conflict,
                         "Reason " + reason->code +
                             " would change its department, theme or polarity; end it and add a new code instead.",
                         "/reasons/" + reason->code};
        }
    }
    return {};
}

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

void put_reasons(pqxx::transaction_base& transaction, const Catalog& next, const std::string& valid_from) {
    ArrayText codes, departments, themes, polarities, labels_en, labels_es, owners;
    ArrayText starter, first_screen, urgent, about_staff, positions;
    std::int64_t position = 0;
    for (const Reason& reason : next.reasons) {
        codes.append(std::string_view(reason.code));
        departments.append(std::string_view(reason.department));
        themes.append(std::string_view(reason.theme));
        polarities.append(to_text(reason.polarity));
        labels_en.append(std::string_view(reason.label_en));
        labels_es.append(std::string_view(reason.label_es));
        owners.append(std::string_view(reason.owner));
        starter.append(std::int64_t{reason.starter});
        first_screen.append(std::int64_t{reason.first_screen});
        urgent.append(std::int64_t{reason.urgent});
        about_staff.append(std::int64_t{reason.about_staff});
        positions.append(++position);
    }
    transaction.exec_prepared0("put_reasons", valid_from, codes.text(), departments.text(), themes.text(), polarities.text(),
                               labels_en.text(), labels_es.text(), owners.text(), starter.text(), first_screen.text(),
                               urgent.text(), about_staff.text(), positions.text());
    transaction.exec_prepared0("end_reasons", valid_from, codes.text());
}

}  // namespace

std::span<const Statement> catalog_import_statements() {
    return statements;
}

void lock_catalog(pqxx::transaction_base& transaction) {
    transaction.exec0("LOCK TABLE reason IN SHARE ROW EXCLUSIVE MODE");
}

Result<void> replace_catalog(pqxx::transaction_base& transaction, const domain::DatedCatalog& now_stored,
                             const Catalog& next, domain::Day valid_from) {
    auto checked = check_history(now_stored, next);
    if (checked.has_error()) {
        return checked;
    }
    const std::string from = to_sql(valid_from);
    put_departments(transaction, next, from);
    put_reasons(transaction, next, from);
    return {};
}

}  // namespace tillnote::storage
