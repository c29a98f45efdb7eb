#pragma once

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tillnote {

/// Everything a caller, cashier or operator can act on. Starts at 1: zero is never an error.
/// Each code has exactly one row in `error_table`; tests/tidy guards that.
enum class ErrorCode {
    malformed_request = 1,   ///< HTTP framing or header syntax is wrong
    malformed_json,          ///< body is not strict JSON: syntax, duplicate key, depth, invalid UTF-8
    unknown_field,           ///< a member the contract does not name
    invalid_field,           ///< a member has the wrong type, length or form
    impossible_value,        ///< well-formed but cannot be: an end before its beginning, an unknown id inside a body
    unauthenticated,         ///< no valid sign-in or token
    wrong_credentials,       ///< e-mail and password do not match
    second_factor_needed,    ///< the password was right; the code of the second factor lacks
    csrf_rejected,           ///< cookie sign-in without a matching CSRF token
    forbidden,               ///< signed in, but the role may not do this
    not_found,               ///< not there, or outside the caller's scope
    method_not_allowed,      ///< the path exists, the method does not
    not_acceptable,          ///< no representation the caller accepts
    request_timeout,         ///< header or body did not arrive in time
    conflict,                ///< contradicts what is stored
    enrolment_over,          ///< the enrolment was denied, has expired, or was used
    length_required,         ///< a body without Content-Length
    too_large,               ///< body, header or batch over its limit
    unsupported_media_type,  ///< body is not the media type the route reads
    misdirected_host,        ///< Host is not on the allow list
    too_many_requests,       ///< caller is over its rate
    busy,                    ///< a bounded queue is full; nothing was done
    unavailable,             ///< database or peer unreachable, outcome may be unknown: send the same ids again
    internal,                ///< a bug; details are in the log only
    disk_full,               ///< lane: no room for the outbox
    outbox_full,             ///< lane: the bound of notes waiting is reached
    outbox_unusable,         ///< lane: the outbox is corrupt, read-only, or its fsync failed
    not_enrolled,            ///< lane: no enrolment yet
    unreachable,             ///< lane: the server does not answer
    untrusted_server,        ///< lane: TLS verification failed or the answer is not Tillnote's
    usage,                   ///< command line is wrong
};

/// Whether the same request may be sent again unchanged.
enum class Retry { no, yes, after };

/// What a lane does with a batch answered by this error.
enum class LaneReaction {
    halve_batch,  ///< split and offer the halves; a single note moves to `rejected`
    back_off,     ///< keep everything, wait with jitter (Retry-After when given), try again
    ask_manager,  ///< keep everything, show "ask your manager"
    not_sent,     ///< never the answer to a batch
};

struct ErrorRow {
    ErrorCode code;
    std::string_view type;   ///< slug under /problems/, part of the contract
    std::string_view title;  ///< short, the same for every occurrence
    int status;              ///< HTTP status; 0 for errors that never cross HTTP
    Retry retry;
    LaneReaction lane;
};

/// The one table from code to status, type and reaction. Never throws.
[[nodiscard]] const ErrorRow& error_row(ErrorCode code) noexcept;

/// All rows in the order of the enumeration, for documentation and tests.
[[nodiscard]] std::size_t error_row_count() noexcept;
[[nodiscard]] const ErrorRow& error_row_at(std::size_t index) noexcept;

/// `detail` is one sentence for a person: what is wrong and what to do. `field` is a JSON pointer
/// ("/notes/3/reason"), a header or query name, or empty. Never holds secrets or the database's text.
struct Error {
    ErrorCode code{};
    std::string detail;
    std::string field;
};

template <typename T>
using Result = boost::system::result<T, Error>;

/// Required by Boost.Result when value() is called on an error: that is a bug, so it throws std::logic_error.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace tillnote
