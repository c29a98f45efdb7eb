#include "server/routes/lanes_page_routes.hpp"

#include "schema/ids.hpp"
#include "server/render/lanes_page.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace tillnote::routes {
namespace {

constexpr std::size_t typed_bytes_max = 64;
constexpr std::size_t code_size = 9;  ///< "ABCD-EFGH"

/// "abcd efgh" and "abcdefgh" are what people type for ABCD-EFGH.
std::string normal_code(std::string_view typed) {
    std::string letters;
    std::ranges::copy_if(typed, std::back_inserter(letters), [](unsigned char letter) { return std::isalnum(letter) != 0; });
    if (letters.size() == 8) {
        letters = letters.substr(0, 4) + '-' + letters.substr(4);
    }
    return in_capitals(letters);
}

std::optional<int> find_lane_number(std::string_view typed) {
    int number = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    const bool whole = error == std::errc{} && end == typed.data() + typed.size();
    return whole && is_lane_number(number) ? std::optional(number) : std::nullopt;
}

Error wrong_code() {
    return {ErrorCode::invalid_field, "Type the eight letters that the terminal shows.", "code"};
}

Error wrong_lane() {
    return {ErrorCode::invalid_field, "Type the lane's number, 1 to 999.", "lane"};
}

Result<http::Response> show(const http::Request& request, Scope& scope, int status, render::LanesPage page) {
    const auto& entry = *scope.store;
    auto lanes = scope.ports.lanes.list_lanes(entry.store.id);
    if (!lanes) {
        return lanes.error();
    }
    if (domain::may_list_waiting_lanes(*scope.identity)) {
        auto pending = scope.ports.lanes.list_pending(scope.now);
        if (!pending) {
            return pending.error();
        }
        page.pending = std::move(*pending);
    }
    page.store = entry.store;
    page.signed_in_as = scope.identity->email;
    page.csrf_token = scope.identity->csrf_token;
    page.reads_store = domain::may_read_store(*scope.identity, entry.store.id, entry.district.id);
    page.language = language_of(request);
    page.lanes = std::move(*lanes);
    return http::html_response(status, render::render_lanes_page(page));
}

/// What a person can mend is said on the page they are on; the rest is a page of its own.
Result<http::Response> show_problem(const http::Request& request, Scope& scope, const Error& error, render::LanesPage page) {
    const int status = error_row(error.code).status;
    if (status != 400 && status != 404 && status != 409) {
        return error;
    }
    page.problem = render::problem_detail(error, language_of(request));
    return show(request, scope, status, std::move(page));
}

Result<http::Response> show_lanes(const http::Request& request, Scope& scope) {
    render::LanesPage page;
    const auto done = request.find_query("done").value_or("");
    const auto lane = find_lane_number(request.find_query("lane").value_or(""));
    if (done == "denied") {
        page.done = render::LaneEvent::denied;
    } else if (lane && (done == "approved" || done == "revoked")) {
        page.done = done == "approved" ? render::LaneEvent::approved : render::LaneEvent::revoked;
        page.done_lane = *lane;
    }
    if (const auto code = request.find_query("code"); code && code->size() <= typed_bytes_max) {
        page.code = normal_code(*code);
    }
    return show(request, scope, 200, std::move(page));
}

std::string field_of(const Form& form, std::string_view name) {
    return form.find(name).value_or("").substr(0, typed_bytes_max);
}

http::Response back_to_lanes(const Scope& scope, const std::string& done) {
    return http::redirect_response("/stores/" + scope.store->store.id + "/lanes?done=" + done);
}

Result<http::Response> approve(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::LanesPage page;
    page.code = normal_code(field_of(*form, "code"));
    page.lane = field_of(*form, "lane");
    const auto lane = find_lane_number(page.lane);
    if (page.code.size() != code_size || !lane) {
        return show_problem(request, scope, lane ? wrong_code() : wrong_lane(), std::move(page));
    }
    if (auto done = scope.ports.lanes.approve(page.code, {scope.store->store.id, *lane}, scope.now); !done) {
        return show_problem(request, scope, done.error(), std::move(page));
    }
    return back_to_lanes(scope, "approved&lane=" + std::to_string(*lane));
}

Result<http::Response> deny(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::LanesPage page;
    page.code = normal_code(field_of(*form, "code"));
    page.lane = field_of(*form, "lane");
    if (page.code.size() != code_size) {
        return show_problem(request, scope, wrong_code(), std::move(page));
    }
    if (auto done = scope.ports.lanes.deny(page.code, scope.now); !done) {
        return show_problem(request, scope, done.error(), std::move(page));
    }
    return back_to_lanes(scope, "denied");
}

Result<http::Response> revoke(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::LanesPage page;
    page.revoking = field_of(*form, "lane");
    const auto lane = find_lane_number(page.revoking);
    if (!lane) {
        return show_problem(request, scope, wrong_lane(), std::move(page));
    }
    if (auto done = scope.ports.lanes.revoke({scope.store->store.id, *lane}, scope.now); !done) {
        return show_problem(request, scope, done.error(), std::move(page));
    }
    return back_to_lanes(scope, "revoked&lane=" + std::to_string(*lane));
}

}  // namespace

void add_lanes_page_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/stores/{store}/lanes", Permission::manage_lanes, Audience::page, show_lanes);
    guard.add(http::Method::post, "/stores/{store}/lanes/approval", Permission::manage_lanes, Audience::page, approve);
    guard.add(http::Method::post, "/stores/{store}/lanes/denial", Permission::manage_lanes, Audience::page, deny);
    guard.add(http::Method::post, "/stores/{store}/lanes/revocation", Permission::manage_lanes, Audience::page, revoke);
}

}  // namespace tillnote::routes
