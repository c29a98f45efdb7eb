#pragma once

#include "schema/error.hpp"
#include "schema/wire.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Ready-made asks, so that a manager need not find words that a lane can show.
namespace tillnote::domain {

struct ReadyAsk {
    std::string key;  ///< is_reason_code; unique on the shelf
    std::string question_en;
    std::string question_es;
    std::vector<AskAnswer> answers;
};

/// Reads config/catalog/asks.tsv: tab-separated, the first line names the columns, answers and labels separated by '|'.
/// Each ask is one that check_ask takes. Errors: invalid_field; `detail` names the line.
[[nodiscard]] Result<std::vector<ReadyAsk>> parse_ask_shelf(std::string_view tsv);

/// config/catalog/asks.tsv as it was built into the program. Throws std::logic_error when the file was wrong, which the
/// tests would show. Any thread.
[[nodiscard]] const std::vector<ReadyAsk>& ask_shelf();

}  // namespace tillnote::domain
