#pragma once

#include "lane-client/outbox.hpp"
#include "lane-client/server_link.hpp"
#include "schema/wire.hpp"

#include <optional>

namespace tillnote::lane {

/// What an answer to POST /v1/notes means for the batch.
enum class Verdict {
    settled,   ///< a true Tillnote answer that names every id in order: all of it is final
    halve,     ///< something in the batch cannot be read: offer it in smaller pieces
    refused,   ///< the token, or what it may deliver, is refused: try another way, else ask the manager
    back_off,  ///< nothing can be concluded: keep everything, try later
};

struct Judgement {
    Verdict verdict = Verdict::back_off;
    std::int64_t have_seq = 0;       ///< with `settled`
    bool stored_anew = false;        ///< with `settled`: the server had not known every item
    bool from_tillnote = false;      ///< not a web page of something in between: only then may a note be rejected for it
    std::optional<ErrorCode> error;  ///< the error of the table, where the answer names one
};

/// Pure. The reaction comes from the error table by the problem's type; where the answer names none, from the status.
/// A mistake in what surrounds the notes (not under /notes, /undos or /showings) is nobody's note to blame.
[[nodiscard]] Judgement judge_answer(const HttpAnswer& answer, const Batch& batch);

/// Whether the same call may well succeed in a moment: too many requests, or a failure of the server's own.
[[nodiscard]] bool is_busy(const HttpAnswer& answer);

/// What to tell whoever waits for a sensible answer and got `answer`: unreachable when the server is only busy,
/// untrusted_server when something else answers there, or a Tillnote that will not have it so: with its own words.
[[nodiscard]] Error not_tillnote(const HttpAnswer& answer);

/// Whether `answer` says that the token is not, or no longer, valid.
[[nodiscard]] bool is_token_refused(const HttpAnswer& answer);

}  // namespace tillnote::lane
