#pragma once

#include "server/domain/language.hpp"
#include "server/render/reason_sheet.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

inline constexpr std::size_t poster_lines_max = 6;

/// One thing that was said and what was done about it.
struct PosterLine {
    std::string said;
    std::string did;
};

/// "You said, we did", for the store's entrance. Says nothing of lanes, cashiers or how often.
struct Poster {
    std::string store;  ///< name people read
    domain::Language language = domain::Language::english;
    PaperSize paper = PaperSize::letter;
    std::vector<PosterLine> lines;  ///< at most poster_lines_max; none: a poster that says what it is waiting for
};

/// One printed page: fewer lines are set larger. Pure; any thread.
[[nodiscard]] std::string render_poster(const Poster& poster);

}  // namespace tillnote::render
