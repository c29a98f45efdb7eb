#include "server/render/unflagged_lines.hpp"

#include "server/render/walk_lines.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using domain::Flag;

constexpr std::size_t lines_max = 3;  ///< they are no flags; the page stays one page

template <typename Sentence>
std::optional<Quiet> quiet_of(std::string_view term, const std::vector<Flag>& flags, std::string_view end,
                              const Words& words, const Sentence& sentence_of) {
    if (flags.empty()) {
        return std::nullopt;
    }
    Quiet quiet{std::string{term}, {}};
    for (std::size_t at = 0; at < std::min(flags.size(), lines_max); ++at) {
        quiet.sentences.push_back(sentence_of(flags[at]));
    }
    if (flags.size() > lines_max) {
        quiet.sentences.push_back(
            count_words(words, words.walk.unflagged_more, static_cast<std::int64_t>(flags.size() - lines_max)));
    }
    quiet.sentences.emplace_back(end);
    return quiet;
}

}  // namespace

std::optional<Quiet> larger_shares_of(const domain::Digest& digest, const Words& words) {
    const WalkWords& walk = words.walk;
    return quiet_of(walk.larger_shares, digest.larger_shares, walk.larger_shares_end, words, [&](const Flag& flag) {
        return fill(walk.larger_share,
                    {flag_title(flag, words), number_words(words, flag.remarks), flag_count(flag, flag.of, words),
                     percent_words(static_cast<double>(flag.baseline_remarks) / flag.baseline_of)});
    });
}

std::optional<Quiet> more_of_every_kind_of(const domain::Digest& digest, const Words& words) {
    const WalkWords& walk = words.walk;
    return quiet_of(
        walk.more_of_every_kind, digest.more_of_every_kind, walk.more_of_every_kind_end, words, [&](const Flag& flag) {
            return fill(walk.more_of_one,
                        {flag_title(flag, words), flag_count(flag, flag.remarks, words), decimal_words(words, flag.usual)});
        });
}

bool is_told_unflagged(const domain::Digest& digest, const Department& department) {
    const auto tells = [&](const Flag& flag) { return flag.department.code == department.code; };
    return std::ranges::any_of(digest.larger_shares, tells) || std::ranges::any_of(digest.more_of_every_kind, tells);
}

}  // namespace tillnote::render
