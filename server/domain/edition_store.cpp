#include "server/domain/edition_store.hpp"

#include <array>
#include <cstdlib>

namespace tillnote::domain {

std::string_view to_text(RunOutcome outcome) noexcept {
    switch (outcome) {
        case RunOutcome::begun:
            return "begun";
        case RunOutcome::frozen:
            return "frozen";
        case RunOutcome::closed:
            return "closed";
        case RunOutcome::missed:
            return "missed";
    }
    std::abort();
}

std::optional<RunOutcome> find_run_outcome(std::string_view text) noexcept {
    constexpr std::array all{RunOutcome::begun, RunOutcome::frozen, RunOutcome::closed, RunOutcome::missed};
    for (const RunOutcome outcome : all) {
        if (to_text(outcome) == text) {
            return outcome;
        }
    }
    return std::nullopt;
}

}  // namespace tillnote::domain
