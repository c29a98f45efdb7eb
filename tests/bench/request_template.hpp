#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tillnote::bench {

/// What one connection of the load generator says about itself.
struct LaneScript {
    std::string host;                  ///< value of the Host header
    std::string path;                  ///< "/v1/notes"
    std::string token;                 ///< bearer token of the lane
    std::vector<std::string> reasons;  ///< codes of the catalog, used in turn
    int notes_per_request = 1;         ///< 1..100
};

/// One POST /v1/notes, built once and patched in place before every send, so that unique requests cost the machine
/// under test as little as possible. All fields keep their width: numbers are padded with blanks, which JSON allows.
/// Every template is one outbox: fresh outbox id, seq 1, 2, 3... Not for several threads.
class RequestTemplate {
public:
    RequestTemplate(const LaneScript& script, std::mt19937_64& random);

    /// Fresh note ids, the next seqs and the present time. The reference is good until the next call.
    const std::string& next();

    /// Ids of the notes in the request last made, 36 characters each.
    [[nodiscard]] std::vector<std::string> note_ids() const;

private:
    struct NoteOffsets {
        std::size_t note_id, seq, tapped_at, mono, remark_key;
    };
    void write_uuid_v7(std::size_t offset, std::int64_t unix_ms);
    void write_number(std::size_t offset, std::size_t width, std::int64_t value);
    std::string random_uuid_v4();

    std::mt19937_64& random_;
    std::string text_;
    std::size_t sent_at_ = 0;
    std::size_t sent_mono_ = 0;
    std::vector<NoteOffsets> notes_;
    std::int64_t next_seq_ = 1;
    std::int64_t shown_ms_ = -1;
    std::string shown_time_;
};

}  // namespace tillnote::bench
