#include "lane-client/http_token.hpp"

#include "lane-client/randomness.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t token_characters = 43;

Result<void> make_token(const StateFolder& folder) {
    std::array<std::uint8_t, 32> bytes{};
    fill_random(bytes);
    const auto draft = folder.path() / ("http-token." + make_random_id().to_string());
    if (auto written = write_small_file(draft, to_base64url(bytes) + "\n"); !written) {
        return written;
    }
    // Whoever comes first names the token; a rename would take another's away.
    const int failure = ::link(draft.c_str(), folder.http_token_file().c_str()) == 0 ? 0 : errno;
    ::unlink(draft.c_str());
    if (failure != 0 && failure != EEXIST) {
        return Error{ErrorCode::outbox_unusable,
                     "Cannot make " + folder.http_token_file().string() + ": " + std::strerror(failure) +
                         ". Check the folder's owner, mode and disk.",
                     {}};
    }
    return sync_folder(folder.path());
}

}  // namespace

Result<std::string> get_http_token(const StateFolder& folder) {
    auto text = read_small_file(folder.http_token_file());
    if (text && !*text) {
        if (auto made = make_token(folder); !made) {
            return made.error();
        }
        text = read_small_file(folder.http_token_file());
    }
    if (!text) {
        return text.error();
    }
    std::string token = text->value_or("");
    if (!token.empty() && token.back() == '\n') {
        token.pop_back();
    }
    if (token.size() != token_characters) {
        return Error{ErrorCode::outbox_unusable,
                     folder.http_token_file().string() +
                         " is damaged. Remove it, restart the agent, and give the POS the new "
                         "token.",
                     {}};
    }
    return token;
}

}  // namespace tillnote::lane
