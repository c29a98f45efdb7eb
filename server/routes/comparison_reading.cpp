#include "server/routes/comparison_reading.hpp"

#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/comparison_story.hpp"
#include "server/domain/digest.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>

namespace tillnote::routes {
namespace {

using domain::ComparedDay;
using domain::ComparisonInput;
using domain::ComparisonRange;
using domain::Day;
using Entries = std::vector<const domain::StoreEntry*>;
using StoreDays = std::vector<std::vector<ComparedDay>>;

constexpr int default_days = 7;

Result<std::optional<Day>> find_day(const http::Request& request, std::string_view name) {
    const auto text = request.find_query(name);
    if (!text) {
        return std::optional<Day>{};
    }
    auto day = parse_day(*text);
    if (!day) {
        return Error{ErrorCode::invalid_field, "Name a day as YYYY-MM-DD.", std::string(name)};
    }
    return std::optional{*day};
}

Result<ComparisonRange> between(std::optional<Day> from, std::optional<Day> to) {
    if (!from || !to) {
        return Error{ErrorCode::invalid_field, "Name both ends of the days, 'from' and 'to'.", from ? "to" : "from"};
    }
    if (*to < *from) {
        return Error{ErrorCode::invalid_field, "'to' lies before 'from'; both count.", "to"};
    }
    const ComparisonRange range = domain::name_range(*from, *to);
    if (domain::count_days(range) > domain::range_days_max) {
        return Error{ErrorCode::invalid_field,
                     "Compare at most " + std::to_string(domain::range_days_max) + " days, a fiscal year.", "to"};
    }
    return range;
}

Result<ComparisonRange> parse_range(const http::Request& request, Day last_ended) {
    auto from = find_day(request, "from");
    auto to = find_day(request, "to");
    auto on = find_day(request, "on");
    for (const auto* day : {&from, &to, &on}) {
        if (!*day) {
            return day->error();
        }
    }
    const auto name = request.find_query("range");
    if (!name || *name == to_text(domain::RangeKind::days)) {
        if (!name && !*from && !*to && !*on) {
            return domain::name_range(domain::add_days(last_ended, 1 - default_days), last_ended);
        }
        return between(*from, *to);
    }
    const auto kind = domain::find_range_kind(*name);
    if (!kind) {
        return Error{
            ErrorCode::invalid_field,
            "'range' is one of day, week, fiscal_week, fiscal_period, month; or leave it out and name 'from' and 'to'.",
            "range"};
    }
    return domain::range_holding(*kind, on->value_or(last_ended));
}

/// Those that could be tapped on any day of the range.
void choose_reasons(ComparisonInput& input, const domain::DatedCatalog& catalog) {
    for (const domain::DatedReason& dated : catalog.reasons) {
        if (dated.valid_from <= input.range.to && (!dated.valid_to || *dated.valid_to >= input.range.from) &&
            domain::is_in_total(dated.reason)) {
            input.reasons.push_back(dated.worded_on(input.range.to));
            input.reason_dates.push_back({dated.valid_from, dated.valid_to});
        }
    }
}

bool belonged(const domain::Store& store, const std::string& district, Day first, Day last) {
    if (store.memberships.empty()) {
        return store.district == district;
    }
    return domain::district_on(store, first) == district ||
           std::ranges::any_of(store.memberships, [&](const domain::Membership& row) {
               return row.district == district && row.valid_from > first && row.valid_from <= last;
           });
}

/// The stores of `district` (of all, if null), and the others.
struct ChosenStores {
    Entries own;
    Entries others;
};

ChosenStores choose_stores(const domain::Directory& directory, const domain::District* district, Day first, Day last) {
    ChosenStores chosen;
    for (const auto& [id, entry] : directory.stores) {
        const bool is_own = district == nullptr || belonged(entry.store, district->id, first, last);
        (is_own ? chosen.own : chosen.others).push_back(&entry);
    }
    return chosen;
}

/// Puts each day where its store belonged on it.
class Sorter {
public:
    Sorter(const domain::Directory& directory, const domain::District* district, ComparisonInput& input)
        : directory_(directory), district_(district), input_(input) {}

    void sort(const domain::StoreEntry& entry, std::vector<ComparedDay> days,
              std::vector<ComparedDay> domain::ComparedMember::* into) {
        std::vector<ComparedDay> elsewhere;
        for (ComparedDay& day : days) {
            const std::string& of = domain::district_on(entry.store, day.day);
            if (district_ == nullptr) {
                note_store(of, entry.store.id, day, into);
                domain::ComparedMember& its = member(of, name_of(of));
                day.store = place_of(its, entry.store);
                (its.*into).push_back(std::move(day));
            } else if (of == district_->id) {
                (member(entry.store.id, entry.store.name).*into).push_back(std::move(day));
            } else if (input_.against == domain::Against::chain && in_range(day)) {
                elsewhere.push_back(std::move(day));
            }
        }
        if (!elsewhere.empty()) {
            input_.elsewhere.push_back(std::move(elsewhere));
        }
    }

    /// Whose stores are others than a year ago.
    void count_moves() {
        for (domain::ComparedMember& member : input_.members) {
            const Stores& now = stores_now_[member.id];
            const Stores& then = stores_then_[member.id];
            const auto lacks = [](const Stores& stores) {
                return [&stores](const std::string& store) { return !stores.contains(store); };
            };
            member.stores_joined = static_cast<int>(std::ranges::count_if(now, lacks(then)));
            member.stores_left = static_cast<int>(std::ranges::count_if(then, lacks(now)));
        }
    }

private:
    using Stores = std::set<std::string, std::less<>>;

    [[nodiscard]] bool in_range(const ComparedDay& day) const {
        return day.day >= input_.range.from && day.day <= input_.range.to;
    }

    void note_store(const std::string& district, const std::string& store, const ComparedDay& day,
                    std::vector<ComparedDay> domain::ComparedMember::* into) {
        if (input_.against != domain::Against::last_year) {
            return;
        }
        if (into == &domain::ComparedMember::last_year_days) {
            stores_then_[district].insert(store);
        } else if (in_range(day)) {
            stores_now_[district].insert(store);
        }
    }

    /// Days come store by store.
    static std::uint16_t place_of(domain::ComparedMember& district, const domain::Store& store) {
        auto& stores = district.stores;
        if (stores.empty() || stores.back().id != store.id) {
            const auto found = std::ranges::find(stores, store.id, &domain::ComparedStore::id);
            if (found != stores.end()) {
                return static_cast<std::uint16_t>(found - stores.begin());
            }
            stores.push_back({store.id, store.name});
        }
        return static_cast<std::uint16_t>(stores.size() - 1);
    }

    [[nodiscard]] std::string name_of(const std::string& id) const {
        const auto* found = directory_.find_district(id);
        return found == nullptr ? id : found->name;
    }

    domain::ComparedMember& member(const std::string& id, const std::string& name) {
        if (!input_.members.empty() && input_.members.back().id == id) {
            return input_.members.back();
        }
        const auto found = std::ranges::find(input_.members, id, &domain::ComparedMember::id);
        return found != input_.members.end() ? *found
                                             : input_.members.emplace_back(domain::ComparedMember{id, name, {}, {}});
    }

    const domain::Directory& directory_;
    const domain::District* district_;
    ComparisonInput& input_;
    std::map<std::string, Stores> stores_now_;  ///< by district, in the range
    std::map<std::string, Stores> stores_then_;
};

Result<void> add_days(Scope& scope, const Entries& entries, const domain::WantedDays& wanted, Sorter& sorter,
                      ComparisonInput& input, std::vector<ComparedDay> domain::ComparedMember::* into) {
    auto days = scope.ports.comparison.load_days(entries, input.reasons, wanted, scope.now);
    if (!days) {
        return days.error();
    }
    for (std::size_t index = 0; index < entries.size(); ++index) {
        sorter.sort(*entries[index], std::move((*days)[index]), into);
    }
    return {};
}

Result<void> add_last_year_of_districts(Scope& scope, const Entries& entries, Sorter& sorter, ComparisonInput& input) {
    const ComparisonRange then = domain::same_weeks_last_year(input.range);
    auto added =
        add_days(scope, entries, {then.from, then.to, std::nullopt}, sorter, input, &domain::ComparedMember::last_year_days);
    sorter.count_moves();
    return added;
}

/// The rest of the chain, which goes into one sum of the range's days. Read for whoever compares stores, though none of its
/// stores is theirs.
Result<void> add_elsewhere(Scope& scope, const Entries& others, Sorter& sorter, ComparisonInput& input) {
    const domain::LimitedRows rows(scope.ports.rows, domain::widen_for_sums(scope.ports.rows.scope()));
    return add_days(scope, others, {input.range.from, input.range.to, std::nullopt}, sorter, input,
                    &domain::ComparedMember::days);
}

/// A store faces itself, wherever it belonged then.
Result<void> add_last_year_of_stores(Scope& scope, ComparisonInput& input) {
    const ComparisonRange then = domain::same_weeks_last_year(input.range);
    Entries stores;
    for (const domain::ComparedMember& member : input.members) {
        stores.push_back(scope.directory->find_store(member.id));
    }
    auto days = scope.ports.comparison.load_days(stores, input.reasons, {then.from, then.to, std::nullopt}, scope.now);
    if (!days) {
        return days.error();
    }
    for (std::size_t index = 0; index < stores.size(); ++index) {
        input.members[index].last_year_days = std::move((*days)[index]);
    }
    return {};
}

int count_days(LookBack look_back) {
    switch (look_back) {
        case LookBack::nothing:
            return 1;
        case LookBack::stories:
            return domain::story_days;
        case LookBack::weeks:
            return std::max(7 * domain::trend_weeks, domain::story_days);
    }
    std::abort();
}

}  // namespace

Result<void> check_extent(std::size_t stores, const ComparisonRange& range, domain::Against against) {
    const std::int64_t years = against == domain::Against::last_year ? 2 : 1;
    const auto a_day = static_cast<std::int64_t>(stores) * years;
    if (a_day * domain::count_days(range) <= store_days_max) {
        return {};
    }
    return Error{ErrorCode::invalid_field,
                 std::to_string(stores) + " stores are too many for all days from " + format_day(range.from) + " to " +
                     format_day(range.to) + "; name a 'from' and a 'to' of at most " +
                     std::to_string(std::max<std::int64_t>(1, store_days_max / a_day)) +
                     " days, or compare the districts one by one.",
                 "from"};
}

Day find_last_ended_day(const domain::Directory& directory, const domain::District* district, Instant now) {
    std::optional<Day> last;
    for (const auto& [id, entry] : directory.stores) {
        const Day today = entry.calendar.day_of(now);
        const bool open = entry.store.opened_on < today && (!entry.store.closed_on || *entry.store.closed_on >= today);
        if (open && (district == nullptr || entry.district.id == district->id)) {
            const Day ended = domain::add_days(today, -1);
            last = std::min(last.value_or(ended), ended);
        }
    }
    return last.value_or(domain::add_days(Day{std::chrono::floor<std::chrono::days>(now)}, -1));
}

Result<ComparisonQuery> parse_comparison_query(const http::Request& request, Day last_ended) {
    ComparisonQuery query;
    if (const auto text = request.find_query("by")) {
        const auto by = domain::find_comparison_by(*text);
        if (!by) {
            return Error{ErrorCode::invalid_field, "'by' is one of reason, theme, department, polarity.", "by"};
        }
        query.by = *by;
    }
    if (const auto text = request.find_query("against")) {
        const auto against = domain::find_against(*text);
        if (!against) {
            return Error{ErrorCode::invalid_field, "'against' is one of others, chain, last_year.", "against"};
        }
        query.against = *against;
    }
    auto range = parse_range(request, last_ended);
    if (!range) {
        return range.error();
    }
    if (range->from > last_ended) {
        return Error{ErrorCode::not_found,
                     "None of those business days has ended; the last one that has is " + format_day(last_ended) + ".",
                     "from"};
    }
    query.range = domain::clip_to_ended(*range, last_ended);
    return query;
}

Result<ComparisonInput> read_comparison_input(Scope& scope, const domain::District* district, const ComparisonQuery& query,
                                              LookBack look_back) {
    const domain::Directory& directory = *scope.directory;
    const Day first = std::min(query.range.from, domain::add_days(query.range.to, 1 - count_days(look_back)));
    ComparisonInput input;
    input.by = query.by;
    input.against = query.against;
    input.range = query.range;
    choose_reasons(input, directory.catalog);
    input.departments = directory.catalog.departments;
    Sorter sorter(directory, district, input);
    const ChosenStores stores = choose_stores(directory, district, first, query.range.to);
    const bool of_chain = query.against == domain::Against::chain;
    const std::size_t asked = stores.own.size() + (of_chain ? stores.others.size() : 0);
    if (auto fits = check_extent(asked, query.range, query.against); !fits) {
        return fits.error();
    }
    const domain::WantedDays wanted{first, query.range.to, query.range.from};
    if (auto added = add_days(scope, stores.own, wanted, sorter, input, &domain::ComparedMember::days); !added) {
        return added.error();
    }
    if (of_chain) {
        if (auto added = add_elsewhere(scope, stores.others, sorter, input); !added) {
            return added.error();
        }
    }
    if (query.against == domain::Against::last_year) {
        auto added = district == nullptr ? add_last_year_of_districts(scope, stores.own, sorter, input)
                                         : add_last_year_of_stores(scope, input);
        if (!added) {
            return added.error();
        }
    }
    std::erase_if(input.members, [&](const domain::ComparedMember& member) {
        return std::ranges::none_of(
            member.days, [&](const ComparedDay& day) { return day.day >= input.range.from && day.day <= input.range.to; });
    });
    return input;
}

}  // namespace tillnote::routes
