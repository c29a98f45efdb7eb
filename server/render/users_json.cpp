#include "server/render/users_json.hpp"

#include "schema/time_text.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

Json user_json(const domain::User& user) {
    auto grants = Json::array();
    for (const domain::Grant& grant : user.account.grants) {
        grants.push_back(
            {{"role", domain::to_text(grant.role)}, {"scope", grant.scope.empty() ? Json(nullptr) : Json(grant.scope)}});
    }
    return {{"user_id", user.account.account_id.to_string()},
            {"email", user.account.email},
            {"state", domain::to_text(domain::state_of(user))},
            {"grants", std::move(grants)},
            {"second_factor", user.has_second_factor},
            {"last_sign_in_at", user.last_sign_in_at ? Json(format_time(*user.last_sign_in_at)) : Json(nullptr)},
            {"demo", user.account.demo}};
}

}  // namespace

std::string render_users_json(const std::vector<domain::User>& users) {
    auto rows = Json::array();
    for (const domain::User& user : users) {
        rows.push_back(user_json(user));
    }
    return Json{{"users", std::move(rows)}}.dump();
}

std::string render_user_json(const domain::User& user) {
    return user_json(user).dump();
}

}  // namespace tillnote::render
