#pragma once

#include <cstddef>
#include <string_view>

namespace tillnote::http {

/// Looks at the raw bytes of a header before any parser does, and refuses what parsers disagree about: line ends
/// other than CRLF, folded lines, NUL and other control characters, an empty line before the request line.
/// Fed as bytes arrive; each byte is looked at once. One object per request.
class HeaderScan {
public:
    enum class Verdict { incomplete, complete, refused };

    /// `buffer` holds everything received so far, from the first byte of the request.
    [[nodiscard]] Verdict look_at(std::string_view buffer) noexcept;

    /// After `complete`: length of the header with its empty line.
    [[nodiscard]] std::size_t header_bytes() const noexcept { return looked_at_; }

    /// After `refused`: one sentence for the caller.
    [[nodiscard]] std::string_view problem() const noexcept { return problem_; }

private:
    Verdict refuse(std::string_view problem) noexcept;

    std::size_t looked_at_ = 0;
    bool after_line_end_ = false;  ///< the byte at looked_at_ begins a line
    std::string_view problem_;
};

}  // namespace tillnote::http
