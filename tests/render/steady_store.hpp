#pragma once

#include "server/domain/digest.hpp"

/// Nine weeks of a steady store, 13 remarks a day in the total, for tests of what the statistics say.
namespace tillnote::render::samples {

class SteadyStore {
public:
    SteadyStore() {
        using namespace std::chrono_literals;
        input.store.id = "oak";
        input.store.day_rules = {{2020y / std::chrono::January / 1d, "America/Chicago", 240}};
        input.day = domain::Day{2026y, std::chrono::November, 20d};
        input.state = domain::DayState::ended;
        input.catalog.departments = {{"produce", "Produce", "Frutas", true, 10}, {"meat", "Meat", "Carnes", true, 20}};
        add_reason("101", "produce", "Fresh", Polarity::praise);
        add_reason("103", "produce", "Bad", Polarity::complaint);
        add_reason("202", "meat", "Good", Polarity::praise);
        for (int back = domain::digest_window_days - 1; back >= 0; --back) {
            input.windows.days.push_back({domain::add_days(input.day, -back),
                                          true,
                                          true,
                                          8,
                                          1000,
                                          {{"101", {6, 6}}, {"103", {1, 1}}, {"202", {6, 6}}}});
        }
    }

    /// So much on each of the last days.
    void hear(int last_days, const std::string& code, int remarks, int breadth) {
        for (auto day = input.windows.days.rbegin(); day != input.windows.days.rbegin() + last_days; ++day) {
            day->reasons[code] = {remarks, breadth};
        }
    }

    void hear_everything_four_times_as_often() {
        for (auto& [code, counts] : input.windows.days.back().reasons) {
            counts = {counts.remarks * 4, counts.breadth * 4};
        }
    }

    [[nodiscard]] domain::Digest build() {
        input.remarks.clear();
        for (const auto& [code, counts] : input.windows.days.back().reasons) {
            input.remarks[code] = counts.remarks;
        }
        return domain::build_digest(input, domain::StoreCalendar::make(input.store).value());
    }

    domain::DigestInput input;

private:
    void add_reason(const char* code, const char* department, const char* label, Polarity polarity) {
        Reason reason;
        reason.code = code;
        reason.department = department;
        reason.label_en = label;
        reason.polarity = polarity;
        input.catalog.reasons.push_back(reason);
    }
};

}  // namespace tillnote::render::samples
