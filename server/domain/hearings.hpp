#pragma once

namespace tillnote::domain {

/// How many independent times a reason was heard on a day, estimated from its remarks and breadth: a remark that is
/// tapped again and again falls into one (lane, two-hour block) cell. Solves breadth = cells * (1 - (1 - 1/cells)^n) for
/// n, rounds, and stays within breadth..remarks. `lanes_heard` of the store on the day; without lanes or breadth every
/// remark counts. Source: docs/decisions/0015.
[[nodiscard]] int count_hearings(int remarks, int breadth, int lanes_heard) noexcept;

}  // namespace tillnote::domain
