#include "server/http/message.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

#include <array>
#include <string>

namespace tillnote::fuzz {
namespace {

constexpr std::array<std::string_view, 3> names{"tillnote_session", "tillnote_form", "tillnote_lang"};

/// The value must stand in one of the headers as a pair of its own.
void require_stands_there(const http::Request& request, const std::string& pair) {
    for (const auto& [name, value] : request.headers) {
        for (auto at = value.find(pair); at != std::string::npos; at = value.find(pair, at + 1)) {
            const auto before = value.substr(0, at).find_last_not_of(" \t");
            const auto after = value.find_first_not_of(" \t", at + pair.size());
            if ((before == std::string::npos || value[before] == ';') &&
                (after == std::string::npos || value[after] == ';')) {
                return;
            }
        }
    }
    throw Broken("a cookie that is found stands there as a pair of its own");
}

http::Request with_cookie(const http::Request& request, std::string first, std::string last) {
    http::Request changed;
    changed.headers.emplace_back("cookie", std::move(first));
    changed.headers.insert(changed.headers.end(), request.headers.begin(), request.headers.end());
    changed.headers.emplace_back("cookie", std::move(last));
    return changed;
}

}  // namespace

/// Cookie headers, each on a line.
void cookie(std::string_view bytes) {
    http::Request request;
    while (!bytes.empty()) {
        const auto line = bytes.substr(0, bytes.find('\n'));
        bytes.remove_prefix(line.size() == bytes.size() ? line.size() : line.size() + 1);
        request.headers.emplace_back("cookie", line);
    }
    for (const auto name : names) {
        const auto found = request.find_cookie(name);
        const auto beside = with_cookie(request, "a=b; X-" + std::string(name) + "=c", std::string(name) + "2=d");
        require(beside.find_cookie(name) == found, "cookies of other names change nothing");
        const auto behind = with_cookie(request, "a=b", std::string(name) + "=later");
        require(behind.find_cookie(name) == (found ? *found : "later"), "the first cookie of a name counts");
        if (found) {
            require(found->find(';') == std::string::npos, "a value ends at the semicolon");
            require_stands_there(request, std::string(name) + "=" + *found);
        }
    }
}

}  // namespace tillnote::fuzz
