#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "schema/wire.hpp"
#include "schema/written_text.hpp"

#include <algorithm>

namespace tillnote {
namespace {

using nlohmann::ordered_json;

constexpr std::array states{EnrolmentState::pending, EnrolmentState::slow_down, EnrolmentState::denied,
                            EnrolmentState::expired, EnrolmentState::approved};
constexpr std::size_t secret_bytes_max = 128;
constexpr std::int64_t interval_ms_max = 600'000;

/// Letters, digits, '-' and '_' only: what may stand in a header and a file without escaping.
bool is_secret(std::string_view text) noexcept {
    return !text.empty() && text.size() <= secret_bytes_max && std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
               letter == '-' || letter == '_';
    });
}

std::optional<std::string> read_secret(ObjectReader& reader, std::string_view name) {
    auto secret = reader.optional_text(name, 0, limits::body_bytes_max);
    if (secret && !is_secret(*secret)) {
        reader.fail(ErrorCode::invalid_field, name, "Expected 1 to 128 letters, digits, hyphens or underscores.");
    }
    return secret;
}

/// "ABCD-EFGH"
bool is_enrolment_code(std::string_view text) noexcept {
    return text.size() == 9 && text[4] == '-' && std::count(text.begin(), text.end(), '-') == 1 &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '-';
           });
}

void require(ObjectReader& reader, bool present, std::string_view name) {
    if (!reader.failed() && !present) {
        reader.fail(ErrorCode::invalid_field, name, "This member is missing; it is required.");
    }
}

}  // namespace

std::string to_json(const EnrolmentRequest& request) {
    ordered_json message{{"device", request.device}};
    if (request.previous_token) {
        message["previous_token"] = *request.previous_token;
    }
    return dump_json(message);
}

Result<EnrolmentRequest> parse_enrolment_request(std::string_view json) {
    auto document = parse_strict_json(json);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    EnrolmentRequest request;
    request.device = without_card_number(reader.plain_text("device", 1, 64));
    request.previous_token = read_secret(reader, "previous_token");
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return request;
}

std::string to_json(const EnrolmentStarted& started) {
    return dump_json(ordered_json{{"enrolment_id", started.enrolment_id.to_string()},
                                  {"secret", started.secret},
                                  {"code", started.code},
                                  {"expires_at", format_time(started.expires_at)},
                                  {"interval_ms", started.interval_ms}});
}

Result<EnrolmentStarted> parse_enrolment_started(std::string_view json) {
    auto document = parse_strict_json(json);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    EnrolmentStarted started;
    started.enrolment_id = reader.uuid("enrolment_id");
    const auto secret = read_secret(reader, "secret");
    require(reader, secret.has_value(), "secret");
    started.secret = secret.value_or("");
    started.code = reader.text("code", 0, 64);
    if (!reader.failed() && !is_enrolment_code(started.code)) {
        reader.fail(ErrorCode::invalid_field, "code", "Expected eight letters in two groups, for example ABCD-EFGH.");
    }
    started.expires_at = reader.time("expires_at");
    started.interval_ms = reader.integer("interval_ms", 0, interval_ms_max);
    if (auto error = reader.finish(UnknownFields::ignored)) {
        return std::move(*error);
    }
    return started;
}

std::string to_json(const EnrolmentAnswer& answer) {
    ordered_json message{{"state", to_text(answer.state)}, {"interval_ms", answer.interval_ms}};
    if (answer.token) {
        message["token"] = *answer.token;
    }
    if (answer.store) {
        message["store"] = *answer.store;
    }
    if (answer.lane) {
        message["lane"] = *answer.lane;
    }
    return dump_json(message);
}

Result<EnrolmentAnswer> parse_enrolment_answer(std::string_view json) {
    auto document = parse_strict_json(json);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    EnrolmentAnswer answer;
    const auto state = find_enrolment_state(reader.text_view("state", 0, 32));
    if (!reader.failed() && !state) {
        reader.fail(ErrorCode::invalid_field, "state", "Expected one of pending, slow_down, denied, expired, approved.");
    }
    answer.state = state.value_or(EnrolmentState::pending);
    answer.interval_ms = reader.integer("interval_ms", 0, interval_ms_max);
    answer.token = read_secret(reader, "token");
    answer.store = reader.optional_text("store", 0, 64);
    if (answer.store && !is_store_id(*answer.store)) {
        reader.fail(ErrorCode::invalid_field, "store",
                    "Expected a store id of 1 to 32 lower-case letters, digits or hyphens.");
    }
    answer.lane = reader.optional_integer("lane", 1, limits::lane_number_max);
    if (answer.state == EnrolmentState::approved) {
        require(reader, answer.token.has_value(), "token");
        require(reader, answer.store.has_value(), "store");
        require(reader, answer.lane.has_value(), "lane");
    }
    if (auto error = reader.finish(UnknownFields::ignored)) {
        return std::move(*error);
    }
    return answer;
}

std::string_view to_text(EnrolmentState state) noexcept {
    switch (state) {
        case EnrolmentState::pending:
            return "pending";
        case EnrolmentState::slow_down:
            return "slow_down";
        case EnrolmentState::denied:
            return "denied";
        case EnrolmentState::expired:
            return "expired";
        case EnrolmentState::approved:
            return "approved";
    }
    return "";
}

std::optional<EnrolmentState> find_enrolment_state(std::string_view text) noexcept {
    for (const EnrolmentState state : states) {
        if (to_text(state) == text) {
            return state;
        }
    }
    return std::nullopt;
}

}  // namespace tillnote
