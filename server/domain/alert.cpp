#include "server/domain/alert.hpp"

#include <algorithm>

namespace tillnote::domain {

AlertPlan plan_alerts(const std::vector<UrgentNote>& notes, Instant now) {
    AlertPlan plan;
    for (const UrgentNote& note : notes) {
        if (note.received_at - note.tapped_at > alert_tap_age_max || now - note.received_at > alert_arrival_age_max) {
            continue;
        }
        const Instant due_at = note.received_at + alert_delay;
        if (due_at <= now) {
            plan.due.push_back(note);
        } else {
            plan.next_due_at = std::min(plan.next_due_at.value_or(due_at), due_at);
        }
    }
    return plan;
}

}  // namespace tillnote::domain
