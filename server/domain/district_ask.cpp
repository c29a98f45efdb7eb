#include "server/domain/district_ask.hpp"

#include <algorithm>
#include <tuple>

namespace tillnote::domain {
namespace {

bool belong_together(const Ask& left, const Ask& right) {
    return left.first_day == right.first_day && left.question_en == right.question_en &&
           left.question_es == right.question_es && left.answers == right.answers;
}

}  // namespace

bool is_of_several(std::size_t stores, Day first_day, const CountStores& open_on) {
    constexpr std::size_t several = 2;
    return stores >= std::min(several, open_on(first_day));
}

std::vector<std::vector<Ask>> group_asks(std::vector<Ask> asks, const CountStores& open_on) {
    std::stable_sort(asks.begin(), asks.end(), [](const Ask& left, const Ask& right) {
        return std::tie(right.first_day, left.question_en, left.store) <
               std::tie(left.first_day, right.question_en, right.store);
    });
    std::vector<std::vector<Ask>> groups;
    for (Ask& ask : asks) {
        const auto group = std::find_if(groups.begin(), groups.end(),
                                        [&](const std::vector<Ask>& found) { return belong_together(found.front(), ask); });
        if (group == groups.end()) {
            groups.push_back({std::move(ask)});
        } else {
            group->push_back(std::move(ask));
        }
    }
    std::erase_if(groups, [&](const std::vector<Ask>& group) {
        return !is_of_several(group.size(), group.front().first_day, open_on);
    });
    return groups;
}

AskState state_of(const std::vector<Ask>& group, Day today) noexcept {
    for (const AskState state : {AskState::running, AskState::planned, AskState::over}) {
        if (std::any_of(group.begin(), group.end(), [&](const Ask& ask) { return state_of(ask, today) == state; })) {
            return state;
        }
    }
    return AskState::closed;
}

AskCounts add_counts(const std::vector<AskCounts>& counts) {
    AskCounts sum{counts.front().ask, 0, {}, true};
    for (const AskCounts& store : counts) {
        sum.ask.last_day = std::max(sum.ask.last_day, store.ask.last_day);
        sum.shown += store.shown;
        sum.sampled = sum.sampled && (store.sampled || store.shown == 0);
        for (const auto& [answer, count] : store.answers) {
            sum.answers[answer] += count;
        }
    }
    return sum;
}

}  // namespace tillnote::domain
