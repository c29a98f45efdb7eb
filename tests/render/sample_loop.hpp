#pragma once

#include "server/render/actions_page.hpp"
#include "server/render/asks_page.hpp"
#include "server/render/district_asks_page.hpp"
#include "server/render/district_goals_page.hpp"
#include "server/render/goals_page.hpp"
#include "server/render/poster.hpp"
#include "server/render/recipients_page.hpp"

/// Pages that close the loop, made up for tests and pictures: Oak Street on Tuesday 17 November 2026.
namespace tillnote::render::samples {

/// One alert that stands, two open lines, three done.
[[nodiscard]] ActionsPage actions();
/// A goal of every verdict, an event that waits, one that was compared, one that aims at nothing.
[[nodiscard]] GoalsPage goals();
/// A running ask with shares, one that is over with counts only, one planned.
[[nodiscard]] AsksPage asks();
/// An ask that runs in four stores, one of which ended it, and one that is over.
[[nodiscard]] DistrictAsksPage district_asks();
/// Mail that arrives, that does not, that is tried again, that nobody gets any more, that has not begun.
[[nodiscard]] RecipientsPage recipients();
/// A goal that runs in four stores, and one that was judged in three.
[[nodiscard]] DistrictGoalsPage district_goals();
/// Who gets a district's digest, made weekly: mail that arrived, and somebody who has left.
[[nodiscard]] RecipientsPage district_recipients();
/// `count` lines, of up to the 90 characters that a lane can show.
[[nodiscard]] Poster poster(std::size_t count, domain::Language language, PaperSize paper);

}  // namespace tillnote::render::samples
