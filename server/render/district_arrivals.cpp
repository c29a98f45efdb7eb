#include "server/render/district_explanation.hpp"

#include "schema/time_text.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>
#include <map>

namespace tillnote::render {
namespace {

using domain::ComparedDay;
using domain::ComparedMember;
using domain::ComparisonInput;

/// One day of a store, by what does not depend on the order of anything.
struct Counted {
    bool open = true;
    int percent_complete = 100;
    std::optional<std::int64_t> traffic;
    std::map<std::string, int> remarks;  ///< by reason code, without zeros

    friend bool operator==(const Counted&, const Counted&) = default;
};

using CountedDays = std::map<domain::Day, Counted>;

CountedDays count_days(const ComparisonInput& input, const ComparedMember& member) {
    CountedDays days;
    for (const ComparedDay& day : member.days) {
        Counted& counted = days[day.day];
        counted.open = day.open;
        counted.percent_complete = day.percent_complete;
        if (day.day >= input.range.from) {  // of the days before it is read no more, and tells nothing
            counted.traffic = day.traffic;
        }
        for (const domain::HeardReason& heard : day.heard) {
            if (heard.remarks > 0) {
                counted.remarks[input.reasons[heard.reason].code] += heard.remarks;
            }
        }
    }
    return days;
}

int count_of(const std::map<std::string, int>& remarks, const std::string& code) {
    const auto found = remarks.find(code);
    return found == remarks.end() ? 0 : found->second;
}

std::string traffic_words(const std::optional<std::int64_t>& traffic) {
    return traffic ? std::to_string(*traffic) : "not known";
}

/// ": 101 3 remarks then, 5 now; 90% complete then, 100% now"
std::string difference(const Counted& then, const Counted& now) {
    std::vector<std::string> parts;
    std::map<std::string, int> codes = then.remarks;
    codes.insert(now.remarks.begin(), now.remarks.end());
    for (const auto& [code, ignored] : codes) {
        const int before = count_of(then.remarks, code);
        const int after = count_of(now.remarks, code);
        if (before != after) {
            parts.push_back(code + ' ' + std::to_string(before) + " remarks then, " + std::to_string(after) + " now");
        }
    }
    if (then.percent_complete != now.percent_complete) {
        parts.push_back(std::to_string(then.percent_complete) + "% complete then, " + std::to_string(now.percent_complete) +
                        "% now");
    }
    if (then.traffic != now.traffic) {
        parts.push_back("traffic " + traffic_words(then.traffic) + " then, " + traffic_words(now.traffic) + " now");
    }
    if (then.open != now.open) {
        parts.emplace_back(then.open ? "open then, closed now" : "closed then, open now");
    }
    std::string words;
    for (const std::string& part : parts) {
        words += (words.empty() ? ": " : "; ") + part;
    }
    return words;
}

void compare_days(std::vector<std::string>& arrivals, const std::string& name, const CountedDays& then,
                  const CountedDays& now, const domain::ComparisonRange& range) {
    int before = 0;
    CountedDays days = then;
    days.insert(now.begin(), now.end());
    for (const auto& [day, ignored] : days) {
        const auto old = then.find(day);
        const auto fresh = now.find(day);
        if (old != then.end() && fresh != now.end() && old->second == fresh->second) {
            continue;
        }
        if (day < range.from) {
            ++before;
        } else if (old == then.end() || fresh == now.end()) {
            arrivals.push_back(
                name + ", " + format_day(day) +
                (old == then.end() ? ": not in the district then, in it now" : ": in the district then, not in it now"));
        } else {
            arrivals.push_back(name + ", " + format_day(day) + difference(old->second, fresh->second));
        }
    }
    if (before > 0) {
        arrivals.push_back(name + ": " + std::to_string(before) +
                           " of the days before, against which stories are held, have other figures now");
    }
}

}  // namespace

std::vector<std::string> list_district_arrivals(const ComparisonInput& then, const ComparisonInput& now) {
    struct Sides {
        std::string name;
        CountedDays then;
        CountedDays now;
    };
    std::map<std::string, Sides> stores;
    for (const ComparedMember& member : then.members) {
        stores[member.id] = {one_line(member.name), count_days(then, member), {}};
    }
    for (const ComparedMember& member : now.members) {
        Sides& sides = stores[member.id];
        sides.name = one_line(member.name);
        sides.now = count_days(now, member);
    }
    std::vector<std::string> arrivals;
    for (const auto& [id, sides] : stores) {
        compare_days(arrivals, sides.name, sides.then, sides.now, then.range);
    }
    return arrivals;
}

}  // namespace tillnote::render
