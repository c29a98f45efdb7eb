#pragma once

#include "tests/domain/comparison_building.hpp"

/// Comparisons of two days of few stores.
namespace tillnote::domain::testing {

inline const Day monday = day(2026, 11, 16);

inline ComparisonInput input_of(ComparisonBy by, std::vector<ComparedMember> members) {
    ComparisonInput input;
    input.by = by;
    input.range = name_range(monday, add_days(monday, 1));
    input.reasons = four_reasons();
    input.departments = two_departments();
    input.members = std::move(members);
    return input;
}

}  // namespace tillnote::domain::testing
