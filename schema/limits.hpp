#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Limits both programs and the database agree on. The units are the last word of each name.
namespace tillnote::limits {

inline constexpr std::size_t batch_notes_max = 100;     ///< notes in one POST /v1/notes
inline constexpr std::size_t batch_undos_max = 100;     ///< undos in one POST /v1/notes
inline constexpr std::size_t batch_showings_max = 100;  ///< showings in one POST /v1/notes
inline constexpr std::size_t heartbeat_hours_max = 48;  ///< hours of transactions in one heartbeat
inline constexpr std::size_t body_bytes_max = 256 * 1024;
inline constexpr std::size_t header_bytes_max = 16 * 1024;
inline constexpr std::size_t json_depth_max = 8;
inline constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;  ///< what every JSON reader can hold

inline constexpr std::size_t outbox_notes_max = 100'000;  ///< waiting on one lane; then a visible refusal
inline constexpr std::size_t comment_characters_max = 140;
inline constexpr std::size_t label_characters_max = 18;     ///< of a reason, to fit a key of the strip
inline constexpr std::size_t question_characters_max = 90;  ///< of an ask, two lines of the strip
inline constexpr std::size_t ask_answers_min = 2;
inline constexpr std::size_t ask_answers_max = 4;
inline constexpr std::int64_t ask_one_in_default = 20;  ///< one transaction in this many is asked
inline constexpr std::int64_t ask_one_in_max = 1000;
inline constexpr std::size_t transaction_key_bytes_max = 128;
inline constexpr int lane_number_max = 999;

inline constexpr std::chrono::seconds repeat_filter{5};
inline constexpr std::chrono::seconds remark_key_life{60};
inline constexpr std::chrono::days delivered_kept{14};
inline constexpr std::chrono::minutes enrolment_life{10};
inline constexpr std::chrono::hours clock_shift_max{24};

}  // namespace tillnote::limits
