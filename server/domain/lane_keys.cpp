#include "server/domain/lane_keys.hpp"

#include "schema/ids.hpp"

#include <algorithm>
#include <iterator>

namespace tillnote::domain {
namespace {

constexpr std::string_view file_head = "key\treason\n";

bool is_hot_key(std::string_view key) {
    if (key.starts_with("Shift+")) {
        key.remove_prefix(6);
    }
    const bool form = key.size() == 3 && key[0] == 'F' && (key[1] == '1' || key[1] == '2') && key[2] >= '0' && key[2] <= '9';
    const int number = form ? (key[1] - '0') * 10 + (key[2] - '0') : 0;
    return number >= 13 && number <= 24;
}

bool may_be_tapped(std::string_view code, const Catalog& catalog) {
    return code == undo_code || catalog.find_reason(code) != nullptr;
}

Error wrong_line(std::size_t number, const std::string& what) {
    return {ErrorCode::invalid_field, "hot_keys.tsv line " + std::to_string(number) + ": " + what, {}};
}

Result<HotKey> parse_line(std::string_view line, std::size_t number, const std::vector<HotKey>& before,
                          const Catalog& catalog) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos || line.find('\t', tab + 1) != std::string_view::npos) {
        return wrong_line(number, "expected a key and a reason separated by one tab");
    }
    HotKey hot_key{std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))};
    if (!is_hot_key(hot_key.key)) {
        return wrong_line(number, "the key must be F13 to F24, or Shift+F13 to Shift+F24");
    }
    if (std::ranges::find(before, hot_key.key, &HotKey::key) != before.end()) {
        return wrong_line(number, hot_key.key + " comes twice; name each key once");
    }
    if (!is_reason_code(hot_key.reason) || !may_be_tapped(hot_key.reason, catalog)) {
        return wrong_line(number, "the reason is not in the catalog; name one of its codes, or 999 for undo");
    }
    return hot_key;
}

}  // namespace

Result<std::vector<HotKey>> parse_hot_keys(std::string_view tsv, const Catalog& catalog) {
    if (!tsv.starts_with(file_head)) {
        return wrong_line(1, "the first line must be 'key' and 'reason', separated by a tab");
    }
    tsv.remove_prefix(file_head.size());
    std::vector<HotKey> hot_keys;
    for (std::size_t number = 2; !tsv.empty(); ++number) {
        const auto end = std::min(tsv.find('\n'), tsv.size());
        auto hot_key = parse_line(tsv.substr(0, end), number, hot_keys, catalog);
        if (!hot_key) {
            return hot_key.error();
        }
        hot_keys.push_back(std::move(*hot_key));
        tsv.remove_prefix(std::min(end + 1, tsv.size()));
    }
    return hot_keys;
}

std::string format_hot_keys(const std::vector<HotKey>& hot_keys) {
    std::string lines(file_head);
    for (const HotKey& hot_key : hot_keys) {
        lines.append(hot_key.key).append("\t").append(hot_key.reason).append("\n");
    }
    return lines;
}

Result<void> check_layout(const std::vector<std::string>& layout, const Catalog& catalog) {
    if (layout.empty() || layout.size() > layout_max) {
        return Error{ErrorCode::invalid_field, "The first screen has 1 to " + std::to_string(layout_max) + " reasons.",
                     "layout"};
    }
    for (auto code = layout.begin(); code != layout.end(); ++code) {
        const Reason* reason = catalog.find_reason(*code);
        if (reason == nullptr || reason->polarity == Polarity::lane_only) {
            return Error{ErrorCode::invalid_field, *code + " is no reason a cashier could tap; name codes of the catalog.",
                         "layout"};
        }
        if (std::find(layout.begin(), code, *code) != code) {
            return Error{ErrorCode::invalid_field, *code + " comes twice; name each reason once.", "layout"};
        }
    }
    return {};
}

LaneKeys lane_keys(const LaneKeys& own, const std::vector<HotKey>& of_chain, const Catalog& catalog) {
    LaneKeys keys;
    const auto& hot_keys = own.hot_keys.empty() ? of_chain : own.hot_keys;
    std::copy_if(hot_keys.begin(), hot_keys.end(), std::back_inserter(keys.hot_keys),
                 [&](const HotKey& hot_key) { return may_be_tapped(hot_key.reason, catalog); });
    std::copy_if(own.layout.begin(), own.layout.end(), std::back_inserter(keys.layout),
                 [&](const std::string& code) { return catalog.find_reason(code) != nullptr; });
    if (keys.layout.empty()) {
        for (const Reason& reason : catalog.reasons) {
            if (reason.first_screen) {
                keys.layout.push_back(reason.code);
            }
        }
    }
    return keys;
}

}  // namespace tillnote::domain
