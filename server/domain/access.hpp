#pragma once

#include "schema/ids.hpp"
#include "schema/note.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who may do what: one mechanism for every route.
namespace tillnote::domain {

enum class Role { manager, district, chain, admin };

[[nodiscard]] std::string_view to_text(Role role) noexcept;
[[nodiscard]] std::optional<Role> find_role(std::string_view text) noexcept;

struct Grant {
    Role role = Role::manager;
    std::string scope;  ///< store id for manager, district id for district, empty for chain and admin

    friend bool operator==(const Grant&, const Grant&) = default;
};

/// One signed-in person, or a program with a read token, for the length of one request. A person may hold several grants.
struct Identity {
    Uuid account_id;
    std::string email;
    std::vector<Grant> grants;
    Uuid session_id;
    std::string csrf_token;
    bool by_cookie = false;
    Instant signed_in_at{};          ///< when the session began
    bool demo = false;               ///< an account of the demo chain
    bool has_second_factor = false;  ///< confirmed by a code
    bool by_proxy = false;           ///< signed in by a trusted proxy, whose business a second factor is
    bool read_only = false;          ///< a read token: whatever its grants say, it reads figures and does nothing else
    bool printed = false;            ///< by a token of the command line, for scripts: nobody signed in
};

/// What a route needs. `read_store`, `manage_store` and `manage_lanes` look at the {store} of the path.
enum class Permission {
    anyone,              ///< no sign-in: sign-in page, health, enrolment start
    own_account,         ///< any person, also one who still has to set up a second factor: the own account, sign-out
    signed_in,           ///< any person
    read_any_store,      ///< any reader role; the answer is limited to the readable stores
    read_store,          ///< manager of it, lead of its district, chain
    manage_store,        ///< manager of it, lead of its district
    keep_store_mail,     ///< of the {store}: manager of it, lead of its district, admin
    manage_district,     ///< lead of the {district} of the path
    read_district,       ///< the same, and chain
    keep_district_mail,  ///< lead of the {district} of the path, admin
    read_chain,          ///< chain
    manage_lanes,        ///< of the {store}: manager of it, lead of its district, admin
    approve_lane,        ///< manager of it, lead of its district, admin
    administer,          ///< admin
    lane,                ///< a lane token
};

/// Whether any grant lets the person read `store` of `district`. Admin alone does not read.
[[nodiscard]] bool may_read_store(const Identity& identity, std::string_view store, std::string_view district);
/// Whether any grant lets the person put asks, messages and the like for `store`.
[[nodiscard]] bool may_manage_store(const Identity& identity, std::string_view store, std::string_view district);
/// Whether any grant lets the person say who is sent the digest and the alerts of `store`. Addresses are personal: chain
/// does not see them.
[[nodiscard]] bool may_keep_store_mail(const Identity& identity, std::string_view store, std::string_view district);
/// Whether any grant makes the person the lead of `district`.
[[nodiscard]] bool may_manage_district(const Identity& identity, std::string_view district);
/// Whether any grant lets the person say who is sent the digest of `district`, and how often. Addresses are personal: chain
/// does not see them.
[[nodiscard]] bool may_keep_district_mail(const Identity& identity, std::string_view district);
/// Whether any grant lets the person compare the stores of `district`.
[[nodiscard]] bool may_read_district(const Identity& identity, std::string_view district);
/// Whether any grant lets the person compare the districts.
[[nodiscard]] bool may_read_chain(const Identity& identity);
[[nodiscard]] bool may_approve_lane(const Identity& identity, std::string_view store, std::string_view district);
/// Whether any grant lets the person see the terminals that wait for approval. No store owns them yet, so only admin does;
/// others type the code they see on their own terminal. Source: docs/decisions/0018.
[[nodiscard]] bool may_list_waiting_lanes(const Identity& identity);
[[nodiscard]] bool reads_stores(const Identity& identity);
[[nodiscard]] bool administers(const Identity& identity);
/// Whether a permission only looks at figures, which is all that a read token may be granted.
[[nodiscard]] bool is_reading(Permission permission) noexcept;

}  // namespace tillnote::domain
