#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/comparison.hpp"
#include "tests/domain/building.hpp"

#include <string>
#include <utility>
#include <vector>

/// Small words that comparisons are built with in tests.
namespace tillnote::domain::testing {

inline Reason reason_of(std::string code, std::string department, std::string theme, Polarity polarity) {
    Reason reason;
    reason.label_en = "Reason " + code;
    reason.code = std::move(code);
    reason.department = std::move(department);
    reason.theme = std::move(theme);
    reason.polarity = polarity;
    return reason;
}

/// 0: 103 produce quality complaint; 1: 101 produce price praise; 2: 604 checkout speed complaint; 3: 603 checkout speed
/// praise.
inline std::vector<Reason> four_reasons() {
    return {
        reason_of("103", "produce", "quality", Polarity::complaint), reason_of("101", "produce", "price", Polarity::praise),
        reason_of("604", "checkout", "speed", Polarity::complaint), reason_of("603", "checkout", "speed", Polarity::praise)};
}

inline std::vector<Department> two_departments() {
    return {{"produce", "Produce", "Frutas y verduras", true, 10}, {"checkout", "Checkout", "Cajas", true, 20}};
}

/// An open, complete day on which each reason was heard as often as `remarks` says, by different people.
inline ComparedDay heard_day(Day day, const std::vector<int>& remarks) {
    ComparedDay made;
    made.day = day;
    made.lanes_heard = 6;
    for (std::size_t reason = 0; reason < remarks.size(); ++reason) {
        if (remarks[reason] > 0) {
            made.heard.push_back({static_cast<std::uint16_t>(reason), remarks[reason], remarks[reason]});
        }
    }
    return made;
}

inline ComparedMember member_of(std::string id, std::vector<ComparedDay> days) {
    return {id, "Store " + id, std::move(days), {}};
}

}  // namespace tillnote::domain::testing
