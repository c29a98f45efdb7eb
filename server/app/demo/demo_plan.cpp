#include "server/app/demo/demo_plan.hpp"

#include <array>

namespace tillnote::app {
namespace {

constexpr std::string_view eastern = "America/New_York";
constexpr std::string_view central = "America/Chicago";
constexpr std::string_view mountain = "America/Denver";

/// Eagerness: exp(0.5 z) at the twelve middles of a normal distribution, dealt out by hand.
constexpr std::array<DemoStorePlan, 12> stores{{
    {"oak-street", "Oak Street", "north", eastern, 8, 1800, 1.32, ""},
    {"maple-avenue", "Maple Avenue", "north", eastern, 6, 1400, 0.85, ""},
    {"harbor-square", "Harbor Square", "north", eastern, 10, 2200, 1.05, "meat"},
    {"mill-pond", "Mill Pond", "north", eastern, 4, 900, 1.77, ""},
    {"lakeview", "Lakeview", "north", central, 7, 1600, 0.67, ""},
    {"birch-lane", "Birch Lane", "north", central, 5, 1100, 1.17, ""},
    {"prairie-view", "Prairie View", "south", central, 6, 1300, 1.50, ""},
    {"willow-creek", "Willow Creek", "south", central, 9, 2000, 0.95, "deli"},
    {"cedar-crossing", "Cedar Crossing", "south", mountain, 5, 1000, 2.37, ""},
    {"juniper-road", "Juniper Road", "south", mountain, 6, 1500, 0.76, ""},
    {"red-rock", "Red Rock", "south", mountain, 8, 1700, 0.56, ""},
    {"aspen-grove", "Aspen Grove", "south", mountain, 4, 800, 0.42, ""},
}};

/// 705 raises an alert each time: a store hears of a hazard about once in two weeks.
constexpr std::array<DemoPopularity, 40> popularity{{
    {"403", 10.0}, {"101", 7.6}, {"801", 6.4}, {"501", 5.7}, {"901", 5.1}, {"604", 4.7}, {"202", 4.4}, {"502", 4.1},
    {"902", 3.9},  {"404", 3.7}, {"102", 3.5}, {"903", 3.3}, {"103", 3.1}, {"601", 3.0}, {"703", 2.8}, {"301", 2.7},
    {"904", 2.6},  {"503", 2.5}, {"504", 2.4}, {"603", 2.3}, {"302", 2.2}, {"402", 2.1}, {"505", 2.0}, {"906", 1.9},
    {"203", 1.8},  {"201", 1.7}, {"104", 1.6}, {"405", 1.5}, {"303", 1.4}, {"701", 1.3}, {"802", 1.3}, {"702", 1.2},
    {"204", 1.1},  {"704", 1.0}, {"602", 0.9}, {"905", 0.9}, {"998", 0.8}, {"803", 0.7}, {"401", 0.7}, {"705", 0.2},
}};

constexpr std::optional<std::chrono::weekday> any_weekday = std::nullopt;

constexpr std::array<DemoStory, 9> stories{{
    // Oak Street cut its produce prices two weeks ago: long enough to see it, and not yet what is usual.
    {"oak-street", "101", 3.0, 13, 0, any_weekday},
    {"oak-street", "104", 0.3, 13, 0, any_weekday},
    // A dairy cooler at Harbor Square fails.
    {"harbor-square", "401", 24.0, 3, 0, any_weekday},
    // Willow Creek opens too few lanes on Fridays.
    {"willow-creek", "604", 4.0, demo_days, 0, std::chrono::Friday},
    // One supplier's lettuce reaches four stores of one district.
    {"prairie-view", "103", 5.0, 3, 0, any_weekday},
    {"willow-creek", "103", 6.0, 3, 0, any_weekday},
    {"cedar-crossing", "103", 5.0, 3, 0, any_weekday},
    {"juniper-road", "103", 7.0, 3, 0, any_weekday},
    // A new baker at Mill Pond.
    {"mill-pond", "301", 2.5, 34, 0, any_weekday},
}};

/// Sunday first, as std::chrono counts.
constexpr std::array<double, 7> weekday_rhythm{1.20, 0.86, 0.82, 0.88, 0.95, 1.10, 1.30};

constexpr std::array<double, 24> hour_rhythm{0, 0, 0, 0, 0, 0, 0, 2, 4, 5, 6, 8, 9, 7, 6, 7, 9, 12, 11, 8, 5, 3, 0, 0};

struct Companions {
    std::string_view reason;
    std::string_view companion;
};

constexpr std::array<Companions, 10> companions{{
    {"901", "902"},
    {"902", "901"},
    {"101", "202"},
    {"202", "101"},
    {"102", "202"},
    {"501", "505"},
    {"502", "801"},
    {"801", "502"},
    {"403", "404"},
    {"604", "303"},
}};

}  // namespace

std::span<const domain::District> demo_districts() {
    static const std::array<domain::District, 2> districts{{{"north", "Northside"}, {"south", "Southside"}}};
    return districts;
}

std::span<const DemoStorePlan> demo_stores() {
    return stores;
}

std::span<const DemoPopularity> demo_popularity() {
    return popularity;
}

std::span<const DemoStory> demo_stories() {
    return stories;
}

DemoTrouble demo_late_lane() {
    return {"lakeview", 3, 4};
}

DemoTrouble demo_silent_lane() {
    return {"oak-street", 5, 2};
}

double demo_weekday_rhythm(std::chrono::weekday weekday) {
    return weekday_rhythm.at(weekday.c_encoding());
}

double demo_hour_rhythm(int hour) {
    return hour_rhythm.at(static_cast<std::size_t>(hour));
}

std::string_view demo_companion(std::string_view reason) {
    for (const Companions& pair : companions) {
        if (pair.reason == reason) {
            return pair.companion;
        }
    }
    return {};
}

}  // namespace tillnote::app
