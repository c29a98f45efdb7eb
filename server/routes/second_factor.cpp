#include "server/routes/second_factor.hpp"

#include "server/routes/factor_seal.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/totp.hpp"

#include <algorithm>
#include <cctype>

namespace tillnote::routes {
namespace {

constexpr std::size_t typed_bytes_max = 64;

bool is_totp_code(std::string_view bare) {
    return bare.size() == totp_digits && std::ranges::all_of(bare, [](char digit) { return digit >= '0' && digit <= '9'; });
}

}  // namespace

std::string bare_code(std::string_view typed) {
    std::string bare;
    std::ranges::copy_if(typed.substr(0, typed_bytes_max), std::back_inserter(bare),
                         [](unsigned char letter) { return std::isalnum(letter) != 0; });
    return in_capitals(bare);
}

bool requires_factor(const SignInRules& rules, bool demo, bool has_factor) noexcept {
    return rules.second_factor_required && !demo && !has_factor;
}

std::vector<std::string> make_recovery_codes() {
    std::vector<std::string> codes(std::size_t{domain::recovery_codes});
    std::ranges::generate(codes, make_recovery_code);
    return codes;
}

std::string hash_recovery_code(std::string_view typed) {
    return hash_secret(bare_code(typed));
}

Result<bool> take_code(Ports& ports, const SignInRules& rules, const domain::SecondFactor& factor,
                       const domain::AuditActor& owner, std::string_view typed, Instant now) {
    const Uuid account_id = owner.id.value();
    const std::string bare = bare_code(typed);
    if (!is_totp_code(bare)) {
        const domain::AuditedChange change(ports.audit, {.actor = owner,
                                                         .action = domain::AuditAction::used,
                                                         .object = domain::AuditObject::recovery_code,
                                                         .object_id = owner.name});
        return ports.second_factors.use_recovery_code(account_id, hash_secret(bare), now);
    }
    const auto secret = open_factor(factor.sealed_secret, account_id.to_string(), rules.seal_key);
    if (!secret) {
        return secret.error();
    }
    const auto step = find_totp_step(*secret, bare, now);
    // What the code is given for is told of with that change, not with the code.
    const domain::AccompanyingEntry no_entry(ports.audit, nullptr);
    return step ? ports.second_factors.use_step(account_id, *step) : Result<bool>(false);
}

Error wrong_code_error() {
    return {ErrorCode::wrong_credentials,
            "This code is wrong or was used already; wait for the next one on your phone, or take a recovery code.", "code"};
}

}  // namespace tillnote::routes
