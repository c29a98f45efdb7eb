#pragma once

#include "schema/catalog.hpp"
#include "server/domain/digest_parts.hpp"
#include "server/domain/language.hpp"

#include <kainjow/mustache.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// What the goals pages of a store and of a district have in common. Pure; any thread.
namespace tillnote::render {

using domain::Language;

/// What was typed into a form that did not work, to keep it.
struct TypedGoal {
    std::string aim;   ///< "reason:103" or "theme:price"
    std::string side;  ///< "at_most" or "at_least"
    std::string percent;
    std::string from;
    std::string to;
};

/// Sets what templates/goal_form.mustache needs.
void set_goal_form(kainjow::mustache::data& data, const Catalog& catalog, const TypedGoal& typed, Language language);
/// Reasons and themes that may be aimed at, for templates/aim_options.mustache.
[[nodiscard]] kainjow::mustache::data aims_data(const Catalog& catalog, const std::string& selected, Language language);

/// "Produce bad: at most 8.5%"
[[nodiscard]] std::string goal_title_words(const domain::GoalLine& goal, Language language);
/// "Met, beyond chance."
[[nodiscard]] std::string goal_verdict_words(const domain::GoalLine& goal, Language language);
/// "7.9% (6.1–10), 63 of 800 remarks so far."
[[nodiscard]] std::string goal_stands_words(const domain::GoalLine& goal, domain::Day today, Language language);
/// "7.9% (6.1–10)"; empty where there are too few remarks for a share.
[[nodiscard]] std::string goal_share_words(const domain::GoalLine& goal, Language language);
/// "known" where it was met, "urgent" where it was not, else "open".
[[nodiscard]] std::string_view goal_tone(const domain::GoalLine& goal) noexcept;
[[nodiscard]] std::string goal_date_words(domain::Day day, Language language);
[[nodiscard]] std::string goal_number_words(std::int64_t number, Language language);

}  // namespace tillnote::render
