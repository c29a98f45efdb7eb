#include "server/storage/grant_rows.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

constexpr Statement grant_rows_sql[] = {
    {"add_grant", R"(
        INSERT INTO account_grant (account_id, role, scope)
        SELECT $1, $2, $3
        WHERE CASE $2::text WHEN 'manager' THEN EXISTS (SELECT FROM store WHERE store_id = $3)
                            WHEN 'district' THEN EXISTS (SELECT FROM district WHERE district_id = $3)
                            ELSE true END
        ON CONFLICT DO NOTHING RETURNING account_id)"},
};

}  // namespace

std::span<const Statement> grant_statements() noexcept {
    return grant_rows_sql;
}

Result<void> append_grants(pqxx::transaction_base& transaction, const std::string& account_id,
                           const std::vector<domain::Grant>& grants) {
    for (const domain::Grant& grant : grants) {
        const auto granted =
            transaction.exec_prepared("add_grant", account_id, std::string(domain::to_text(grant.role)), grant.scope);
        if (granted.empty()) {
            return Error{ErrorCode::impossible_value, "There is no store or district \"" + grant.scope + "\".", "/scope"};
        }
    }
    return {};
}

domain::Grant grant_of(const pqxx::field& role, const pqxx::field& scope) {
    const auto known = domain::find_role(role.as<std::string>());
    if (!known) {
        throw std::logic_error("account_grant holds an unknown role");
    }
    return {*known, scope.as<std::string>()};
}

}  // namespace tillnote::storage
