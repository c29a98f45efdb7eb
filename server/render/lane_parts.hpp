#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/lane_store.hpp"
#include "server/render/words.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Lanes as equipment, as the page of a store and that of all stores show them. Pure; any thread.
namespace tillnote::render {

/// Sets the labels of templates/pending_lanes.mustache and of the tables of lanes.
void set_lane_labels(kainjow::mustache::data& data, const Words& words);

/// One lane, with the time at which it was heard in its store's zone.
[[nodiscard]] kainjow::mustache::data lane_data(const domain::LaneStatus& lane, const domain::StoreCalendar& calendar,
                                                const Words& words);

/// Sets what templates/pending_lanes.mustache needs: terminals that wait, the first 20. `path` of the page; `calendar` says
/// the time until which each waits, `zone` is said behind it.
void set_pending_lanes(kainjow::mustache::data& data, const std::vector<domain::PendingEnrolment>& pending,
                       const std::string& path, const domain::StoreCalendar& calendar, std::string_view zone,
                       const Words& words);

/// "And 3 more.", or false.
[[nodiscard]] kainjow::mustache::data more_lanes(std::size_t count, std::size_t shown_max, const Words& words);

}  // namespace tillnote::render
