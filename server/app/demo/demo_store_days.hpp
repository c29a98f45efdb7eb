#pragma once

#include "server/app/demo/demo_chain.hpp"
#include "server/app/demo/demo_plan.hpp"
#include "server/app/demo/demo_random.hpp"
#include "server/domain/business_day.hpp"

namespace tillnote::app {

/// Makes what was tapped in one store over the demo's days, one day after the other. One thread.
class DemoStoreDays {
public:
    /// `random` is this store's own. All references must outlive the object.
    DemoStoreDays(const DemoStorePlan& plan, const Catalog& catalog, DemoRandom& random);

    /// Appends one open business day to `store`: notes and undos by lane (not yet in order), contacts, traffic.
    /// `days_back`: 0 for the last day of the demo.
    void append_day(DemoStore& store, const domain::StoreCalendar& calendar, domain::Day day, int days_back);

private:
    struct Tap {
        std::size_t lane = 0;
        std::string remark_key;
        Instant tapped_at;
        std::int16_t utc_offset_minutes = 0;
    };

    [[nodiscard]] std::vector<double> reason_weights(domain::Day day, int days_back) const;
    [[nodiscard]] std::vector<double> lane_weights(const DemoStore& store, int days_back) const;
    void append_customer(DemoStore& store, const std::vector<double>& weights, const Tap& tap);
    void append_remark(DemoLane& lane, const std::string& reason, const Tap& tap);
    void append_note(DemoLane& lane, const std::string& reason, const Tap& tap);

    const DemoStorePlan& plan_;
    DemoRandom& random_;
    std::vector<std::string> reasons_;
    std::vector<double> usual_weights_;
    std::vector<double> hour_weights_;
};

}  // namespace tillnote::app
