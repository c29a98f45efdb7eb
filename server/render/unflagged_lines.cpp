#include "server/render/unflagged_lines.hpp"

#include "server/render/walk_lines.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using domain::Flag;

constexpr std::size_t named_max = 2;  ///< they are no flags; the page stays one page

std::size_t named_of(const std::vector<Flag>& flags) {
    return std::min(flags.size(), named_max);
}

std::string with_days(std::string counted, const Flag& flag, const Words& words) {
    return flag.days == 1 ? std::move(counted) : fill(words.walk.in_days.other, {counted, number_words(words, flag.days)});
}

/// "Produce: complaints 9 of 21 (usually 8%), Long line 19 of 291 in 7 days (3%), and 2 more."
template <typename Counted, typename Usual>
std::optional<Quiet> quiet_of(std::string_view term, const std::vector<Flag>& flags, const Words& words,
                              const Counted& counted_of, const Usual& usual_of) {
    if (flags.empty()) {
        return std::nullopt;
    }
    std::string list;
    for (std::size_t at = 0; at < named_of(flags); ++at) {
        const Flag& flag = flags[at];
        list += at == 0 ? "" : ", ";
        list += with_days(counted_of(flag), flag, words) + ' ' +
                fill(at == 0 ? words.departments.usually_brackets : words.departments.brackets, {usual_of(flag)});
    }
    if (flags.size() > named_max) {
        list += count_words(words, words.walk.unflagged_more, static_cast<std::int64_t>(flags.size() - named_max));
    }
    return Quiet{std::string{term}, {list + '.'}};
}

bool names(const std::vector<Flag>& flags, const Department& department) {
    const auto named = flags.begin() + static_cast<std::ptrdiff_t>(named_of(flags));
    return std::any_of(flags.begin(), named, [&](const Flag& flag) { return flag.department.code == department.code; });
}

}  // namespace

std::optional<Quiet> larger_shares_of(const domain::Digest& digest, const Words& words) {
    const auto counted_of = [&](const Flag& flag) {
        return fill(words.walk.larger_share,
                    {flag_title(flag, words), number_words(words, flag.remarks), number_words(words, flag.of)});
    };
    const auto usual_of = [](const Flag& flag) {
        return percent_words(static_cast<double>(flag.baseline_remarks) / flag.baseline_of) + '%';
    };
    return quiet_of(words.walk.larger_shares, digest.larger_shares, words, counted_of, usual_of);
}

std::optional<Quiet> more_of_every_kind_of(const domain::Digest& digest, const Words& words) {
    const auto counted_of = [&](const Flag& flag) {
        return flag_title(flag, words) + ' ' + number_words(words, flag.remarks);
    };
    const auto usual_of = [&](const Flag& flag) { return decimal_words(words, flag.usual); };
    return quiet_of(words.walk.more_of_every_kind, digest.more_of_every_kind, words, counted_of, usual_of);
}

bool is_told_unflagged(const domain::Digest& digest, const Department& department) {
    return names(digest.larger_shares, department) || names(digest.more_of_every_kind, department);
}

}  // namespace tillnote::render
