#pragma once

#include "server/domain/history.hpp"
#include "server/domain/language.hpp"

#include <optional>
#include <string>
#include <vector>

/// A store's history as page, JSON and CSV. Pure; no clock.
namespace tillnote::render {

struct HistoryPage {
    std::string store;  ///< id
    std::string store_name;
    std::string signed_in_as;
    std::string csrf_token;
    bool free_text = false;                        ///< cashiers may type in this store
    std::string query;                             ///< what was searched for, as typed
    std::vector<domain::HistorySubject> subjects;  ///< all there are, for the labels of comments
    std::vector<domain::HistorySubject> found;     ///< to choose from
    std::optional<domain::History> history;        ///< nothing until something is chosen
    std::vector<domain::HistoryComment> comments;
    domain::Language language = domain::Language::english;
};

/// Gives themes the Spanish names that the page shows, so that they are found by them.
void name_themes(std::vector<domain::HistorySubject>& subjects);

/// Valid HTML, no inline style or script. Works without JavaScript: the search box is a form.
[[nodiscard]] std::string render_history_page(const HistoryPage& page);

/// The bytes of GET /v1/stores/{store}/history. Labels are English.
[[nodiscard]] std::string render_history_json(const std::string& store, const domain::History& history);

/// One row a week; weeks of fewer than 30 remarks have no share. Cells are safe in a spreadsheet.
[[nodiscard]] std::string render_history_csv(const std::string& store, const domain::History& history);

}  // namespace tillnote::render
