#pragma once

#include "server/domain/account_link_store.hpp"
#include "server/domain/account_store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// People who sign in, as an administrator looks after them. One set of rules for pages, API and command line.
namespace tillnote::domain {

inline constexpr std::size_t grants_max = 20;  ///< of one account
inline constexpr int users_listed_max = 200;   ///< of one answer

enum class UserState {
    invited,  ///< has neither a password nor been here
    enabled,
    disabled,
};

[[nodiscard]] std::string_view to_text(UserState state) noexcept;

struct User {
    Account account;
    bool has_second_factor = false;
    std::optional<Instant> last_sign_in_at;  ///< as far as the audit log goes back
};

[[nodiscard]] UserState state_of(const User& user) noexcept;

/// A role with its scope, as a form or a command names it. Pure. Errors: invalid_field, `field` being "/role" or "/scope".
[[nodiscard]] Result<Grant> parse_grant(std::string_view role, std::string_view scope);

/// What is to be different; what is left out stays.
struct UserChange {
    std::optional<std::vector<Grant>> grants{};  ///< instead of those before
    std::optional<bool> disabled{};
};

/// Who changes an account, and what else there is.
struct UserChanger {
    std::optional<Uuid> account_id{};  ///< nothing: the operator
    int other_administrators = 0;      ///< who can sign in, beside the account that is changed
};

/// Enabled administrators beside an account.
struct OtherAdministrators {
    int with_way_in = 0;  ///< a password, or they have signed in without one
    int by_proxy = 0;     ///< have signed in with the word of a proxy

    /// `only_by_proxy`: a password lets nobody in.
    [[nodiscard]] int who_can_sign_in(bool only_by_proxy) const noexcept { return only_by_proxy ? by_proxy : with_way_in; }
};

/// The account after the change. Pure. Errors: forbidden (the own account), conflict (the last administrator; a demo account
/// is not changed), invalid_field (no grant, the same one twice, or more than grants_max).
[[nodiscard]] Result<Account> change_user(const Account& before, const UserChange& change, const UserChanger& changer);

/// `before` with one grant more, or one less. Errors: conflict (it has it already, or has it not).
[[nodiscard]] Result<std::vector<Grant>> with_grant(const std::vector<Grant>& before, const Grant& added);
[[nodiscard]] Result<std::vector<Grant>> without_grant(const std::vector<Grant>& before, const Grant& removed);

/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class UserStore {
public:
    virtual ~UserStore() = default;

    /// Those whose address holds `search`, by address, at most `rows_max`.
    virtual Result<std::vector<User>> list_users(std::string_view search, int rows_max) = 0;
    virtual Result<std::optional<User>> find_user(const Uuid& account_id) = 0;
    virtual Result<std::optional<User>> find_user_by_email(std::string_view email) = 0;
    /// Lets `change` decide under a lock that all such changes take, so that two administrators cannot disable each other.
    /// Where grants or state differ afterwards the sign-ins of the account end.
    /// Errors: not_found, impossible_value (unknown store or district), those of `change`.
    virtual Result<Account> change_user(
        const Uuid& account_id,
        const std::function<Result<Account>(const Account& before, const OtherAdministrators& others)>& change,
        Instant now) = 0;
    /// Ends every sign-in, those under way included, and every token of scripts; how many sessions that were.
    /// Errors: not_found.
    virtual Result<int> end_sessions(const Uuid& account_id) = 0;
};

/// Somebody who is to have an account.
struct Invitation {
    std::string email;           ///< lower case
    std::optional<Grant> grant;  ///< nothing: the account exists already and gets a link
    Language language = Language::english;
    bool with_link = true;  ///< false where a password lets nobody in: only the account is added
};

/// What an account is sent a link for: an invitation while nobody has set a password.
[[nodiscard]] LinkPurpose link_purpose_of(const Account& account) noexcept;

/// Adds the account unless it exists, without a password, and puts a link to set one into the outbox of mail. `account_id`:
/// of the new account. Errors: invalid_field ("/email"), conflict (it exists and a role was given, or is to have no link),
/// those of send_link and of the stores. Returns what kind of link it is; nothing: there is none.
[[nodiscard]] Result<std::optional<LinkPurpose>> invite_user(AccountStore& accounts, AccountLinkStore& links,
                                                             const Invitation& invitation, const Uuid& account_id,
                                                             std::string_view message_domain, Instant now);

/// What is answered to who wants a link sent where a password lets nobody in.
[[nodiscard]] Error no_link_needed();

/// Puts a link to set a password into the outbox of mail. Errors: conflict (disabled, of the demo, or live_links_max are
/// live: says when to try again), those of the store.
[[nodiscard]] Result<LinkPurpose> send_link(AccountLinkStore& links, const Account& account, Language language,
                                            std::string_view message_domain, Instant now);

}  // namespace tillnote::domain
