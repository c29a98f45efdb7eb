#pragma once

#include <vector>

namespace tillnote::domain {

/// How many independent times a reason was heard on a day, estimated from its remarks and breadth: a remark that is
/// tapped again and again falls into one (lane, two-hour block) cell. Solves breadth = cells * (1 - (1 - 1/cells)^n) for
/// n, rounds, and stays within breadth..remarks. `lanes_heard` of the store on the day; without lanes or breadth every
/// remark counts. Source: docs/decisions/0015.
[[nodiscard]] int count_hearings(int remarks, int breadth, int lanes_heard) noexcept;

/// count_hearings() for many days: each pair of lanes and breadth is solved once. One thread.
class HearingTable {
public:
    [[nodiscard]] int count(int remarks, int breadth, int lanes_heard);

private:
    std::vector<std::vector<int>> solved_;  ///< by lanes, then by breadth; 0 where it has not been asked for
};

}  // namespace tillnote::domain
