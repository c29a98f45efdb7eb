#include "server/storage/row_settings.hpp"

namespace tillnote::storage {
namespace {

std::string text_of(const domain::Places& granted) {
    if (granted.every) {
        return "*";
    }
    std::string text;
    for (const std::string& id : granted.ids) {
        text.append(text.empty() ? "" : " ").append(id);
    }
    return text;
}

}  // namespace

RowSettings row_settings(const domain::RowScope& scope) {
    return {text_of(scope.reads_stores),
            text_of(scope.changes_stores),
            text_of(scope.reads_districts),
            text_of(scope.changes_districts),
            text_of(scope.names_districts),
            scope.sets_up ? "on" : "",
            scope.link_sha256};
}

}  // namespace tillnote::storage
