#include "schema/error.hpp"

#include <stdexcept>

namespace tillnote {
namespace {

using enum ErrorCode;

constexpr std::array rows{
    ErrorRow{malformed_request, "malformed-request", "The request is not valid HTTP for this server", 400, Retry::no,
             LaneReaction::halve_batch},
    ErrorRow{malformed_json, "malformed-json", "The body is not strict JSON", 400, Retry::no, LaneReaction::halve_batch},
    ErrorRow{unknown_field, "unknown-field", "The body has a field this server does not know", 400, Retry::no,
             LaneReaction::halve_batch},
    ErrorRow{invalid_field, "invalid-field", "A field is missing or has the wrong form", 400, Retry::no,
             LaneReaction::halve_batch},
    ErrorRow{impossible_value, "impossible-value", "A field is well-formed but impossible", 422, Retry::no,
             LaneReaction::halve_batch},
    ErrorRow{unauthenticated, "unauthenticated", "Sign in or send a valid token", 401, Retry::no, LaneReaction::ask_manager},
    ErrorRow{wrong_credentials, "wrong-credentials", "E-mail and password do not match", 401, Retry::no,
             LaneReaction::not_sent},
    ErrorRow{second_factor_needed, "second-factor-needed", "A code of the second factor is needed", 401, Retry::no,
             LaneReaction::not_sent},
    ErrorRow{csrf_rejected, "csrf-rejected", "The form is too old or came from elsewhere", 403, Retry::no,
             LaneReaction::not_sent},
    ErrorRow{forbidden, "forbidden", "Your role may not do this", 403, Retry::no, LaneReaction::ask_manager},
    ErrorRow{not_found, "not-found", "Not there, or outside your scope", 404, Retry::no, LaneReaction::back_off},
    ErrorRow{method_not_allowed, "method-not-allowed", "This path does not take this method", 405, Retry::no,
             LaneReaction::back_off},
    ErrorRow{not_acceptable, "not-acceptable", "No representation you accept", 406, Retry::no, LaneReaction::not_sent},
    ErrorRow{request_timeout, "request-timeout", "The request did not arrive in time", 408, Retry::yes,
             LaneReaction::back_off},
    ErrorRow{conflict, "conflict", "This contradicts what is stored", 409, Retry::no, LaneReaction::back_off},
    ErrorRow{enrolment_over, "enrolment-over", "This enrolment has ended", 409, Retry::no, LaneReaction::not_sent},
    ErrorRow{length_required, "length-required", "The body needs a Content-Length", 411, Retry::no,
             LaneReaction::halve_batch},
    ErrorRow{too_large, "too-large", "The request is over a limit", 413, Retry::no, LaneReaction::halve_batch},
    ErrorRow{unsupported_media_type, "unsupported-media-type", "The body is not of a type this route reads", 415, Retry::no,
             LaneReaction::back_off},
    ErrorRow{misdirected_host, "misdirected-host", "This server does not answer for that host", 421, Retry::no,
             LaneReaction::back_off},
    ErrorRow{too_many_requests, "too-many-requests", "Too many requests", 429, Retry::after, LaneReaction::back_off},
    ErrorRow{busy, "busy", "The server is busy; nothing was done", 503, Retry::after, LaneReaction::back_off},
    ErrorRow{unavailable, "unavailable", "The outcome is unknown; send the same again", 503, Retry::after,
             LaneReaction::back_off},
    ErrorRow{internal, "internal", "The server made a mistake", 500, Retry::yes, LaneReaction::back_off},
    ErrorRow{disk_full, "disk-full", "The lane's disk is full", 0, Retry::no, LaneReaction::not_sent},
    ErrorRow{outbox_full, "outbox-full", "Too many notes are waiting on this lane", 0, Retry::no, LaneReaction::not_sent},
    ErrorRow{outbox_unusable, "outbox-unusable", "The lane's outbox cannot be written", 0, Retry::no,
             LaneReaction::not_sent},
    ErrorRow{not_enrolled, "not-enrolled", "This lane is not enrolled", 0, Retry::no, LaneReaction::not_sent},
    ErrorRow{unreachable, "unreachable", "The server does not answer", 0, Retry::after, LaneReaction::back_off},
    ErrorRow{untrusted_server, "untrusted-server", "The server cannot be trusted", 0, Retry::after, LaneReaction::back_off},
    ErrorRow{usage, "usage", "The command line is wrong", 0, Retry::no, LaneReaction::not_sent},
};

constexpr bool rows_follow_the_enumeration() {
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (static_cast<std::size_t>(rows[index].code) != index + 1) {
            return false;
        }
    }
    return static_cast<std::size_t>(usage) == rows.size();
}
static_assert(rows_follow_the_enumeration(), "every ErrorCode needs one row, in the order of the enumeration");

}  // namespace

const ErrorRow& error_row(ErrorCode code) noexcept {
    return rows[static_cast<std::size_t>(code) - 1];
}

std::size_t error_row_count() noexcept {
    return rows.size();
}

const ErrorRow& error_row_at(std::size_t index) noexcept {
    return rows[index];
}

void throw_exception_from_error(const Error& error, const boost::source_location& /*where*/) {
    throw std::logic_error("unchecked error: " + std::string(error_row(error.code).type) + ": " + error.detail);
}

}  // namespace tillnote
