#include "lane-client/scan_text.hpp"

#include "schema/catalog.hpp"

namespace tillnote::lane {

ScannedText parse_scan(std::string_view text) {
    while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    if (!text.starts_with(scan_prefix)) {
        return {};
    }
    text.remove_prefix(scan_prefix.size());
    if (text == undo_code) {
        return {ScannedText::Kind::undo};
    }
    return {ScannedText::Kind::tap, std::string(text)};
}

}  // namespace tillnote::lane
