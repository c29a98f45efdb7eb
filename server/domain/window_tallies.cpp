#include "server/domain/window_tallies.hpp"

#include "server/domain/digest.hpp"
#include "server/domain/hearings.hpp"
#include "server/domain/over_dispersion.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tillnote::domain {
namespace {

int sum_over(const std::vector<int>& by_day, std::span<const std::size_t> days_back) {
    int sum = 0;
    for (const std::size_t back : days_back) {
        sum += by_day[back];
    }
    return sum;
}

void add_to(std::vector<int>& sums, const std::vector<int>& counts) {
    sums.resize(counts.size());
    std::transform(counts.begin(), counts.end(), sums.begin(), sums.begin(), std::plus<>{});
}

WindowTallies::Row empty_row(std::size_t days) {
    return {std::vector<int>(days), std::vector<int>(days), std::vector<int>(days)};
}

}  // namespace

void WindowTallies::append(Row row) {
    add_to(all.remarks, row.remarks);
    add_to(all.hearings, row.hearings);
    add_to(all.breadth, row.breadth);
    rows.push_back(std::move(row));
}

ShareCounts WindowTallies::remarks_of(const Row& row, std::span<const std::size_t> days_back) const {
    return {sum_over(row.remarks, days_back), sum_over(all.remarks, days_back)};
}

ShareCounts WindowTallies::hearings_of(const Row& row, std::span<const std::size_t> days_back) const {
    return {sum_over(row.hearings, days_back), sum_over(all.hearings, days_back)};
}

double WindowTallies::equal_days(std::span<const std::size_t> days_back) const {
    double sum = 0;
    double squares = 0;
    for (const std::size_t back : days_back) {
        const double heard = all.hearings[back];
        sum += heard;
        squares += heard * heard;
    }
    return squares > 0 ? sum * sum / squares : 1;
}

double WindowTallies::over_dispersion_of(std::span<const std::size_t> days_back) const {
    std::vector<std::vector<int>> counts;
    counts.reserve(rows.size());
    for (const Row& row : rows) {
        std::vector<int> by_day;
        by_day.reserve(days_back.size());
        for (const std::size_t back : days_back) {
            by_day.push_back(row.hearings[back]);
        }
        counts.push_back(std::move(by_day));
    }
    return pool_over_dispersion(counts);
}

std::vector<Reason> reasons_in_total(const Catalog& catalog) {
    std::vector<Reason> reasons;
    std::ranges::copy_if(catalog.reasons, std::back_inserter(reasons), is_in_total);
    return reasons;
}

WindowTallies tally_reasons(const std::vector<Reason>& reasons, const DigestWindows& windows) {
    const std::size_t days = windows.days.size();
    WindowTallies tallies;
    tallies.all = empty_row(days);
    for (const Reason& reason : reasons) {
        WindowTallies::Row row = empty_row(days);
        for (std::size_t back = 0; back < days; ++back) {
            const WindowDay& day = windows.days[days - 1 - back];
            if (const auto found = day.reasons.find(reason.code); found != day.reasons.end()) {
                row.remarks[back] = found->second.remarks;
                row.breadth[back] = found->second.breadth;
                row.hearings[back] = count_hearings(found->second.remarks, found->second.breadth, day.lanes_heard);
            }
        }
        tallies.append(std::move(row));
    }
    return tallies;
}

WindowTallies add_up(const WindowTallies& tallies, const std::vector<std::vector<std::size_t>>& groups) {
    const std::size_t days = tallies.all.remarks.size();
    WindowTallies sums;
    sums.all = empty_row(days);
    for (const std::vector<std::size_t>& group : groups) {
        WindowTallies::Row row = empty_row(days);
        for (const std::size_t index : group) {
            const WindowTallies::Row& part = tallies.rows[index];
            add_to(row.remarks, part.remarks);
            add_to(row.hearings, part.hearings);
            for (std::size_t back = 0; back < days; ++back) {
                row.breadth[back] = std::max(row.breadth[back], part.breadth[back]);
            }
        }
        sums.append(std::move(row));
    }
    return sums;
}

}  // namespace tillnote::domain
