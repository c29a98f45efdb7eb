#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace tillnote::http {

/// The Date header's text, made anew at most once a second. One thread.
class HttpDate {
public:
    [[nodiscard]] std::string_view text_at(std::chrono::sys_seconds now);

private:
    std::chrono::sys_seconds made_for_{std::chrono::sys_seconds::min()};
    std::string text_;
};

/// "Sun, 22 Nov 2026 01:41:17 GMT", RFC 9110 5.6.7. Years 0..9999.
[[nodiscard]] std::string format_http_date(std::chrono::sys_seconds time);

}  // namespace tillnote::http
