#pragma once

#include "schema/catalog.hpp"
#include "tests/support/file_text.hpp"

#include <string>

namespace tillnote::test {

/// The catalog a new installation begins with, config/catalog/.
[[nodiscard]] inline Catalog grocery_catalog() {
    const std::string folder = TILLNOTE_SOURCE_DIR "/config/catalog/";
    return parse_catalog(text_of_file(folder + "departments.tsv"), text_of_file(folder + "reasons.tsv")).value();
}

}  // namespace tillnote::test
