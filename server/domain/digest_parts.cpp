#include "server/domain/digest_parts.hpp"

#include <cstdlib>

namespace tillnote::domain {

DayVariation ShareEvidence::variation() const noexcept {
    const double of = hearings.of;
    return {over_dispersion.value_or(0), of_squared > 0 ? of * of / static_cast<double>(of_squared) : 1};
}

std::string_view to_text(Signal signal) noexcept {
    switch (signal) {
        case Signal::flagged:
            return "flagged";
        case Signal::usual:
            return "usual";
        case Signal::too_little:
            return "too_little";
        case Signal::not_heard:
            return "not_heard";
    }
    std::abort();
}

std::string_view to_text(FlagKind kind) noexcept {
    switch (kind) {
        case FlagKind::department_day:
            return "department_day";
        case FlagKind::reason_window:
            return "reason_window";
        case FlagKind::first_seen:
            return "first_seen";
    }
    std::abort();
}

std::string_view to_text(ActionState state) noexcept {
    switch (state) {
        case ActionState::open:
            return "open";
        case ActionState::acknowledged:
            return "acknowledged";
        case ActionState::done:
            return "done";
    }
    std::abort();
}

std::string_view to_text(GoalVerdict verdict) noexcept {
    switch (verdict) {
        case GoalVerdict::running:
            return "running";
        case GoalVerdict::met:
            return "met";
        case GoalVerdict::not_met:
            return "not_met";
        case GoalVerdict::cannot_tell:
            return "cannot_tell";
    }
    std::abort();
}

std::string Flag::line_key() const {
    if (reason) {
        return "reason:" + reason->code;
    }
    return "department:" + department.code + ":" + std::string(tillnote::to_text(polarity));
}

}  // namespace tillnote::domain
