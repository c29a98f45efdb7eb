#include "server/app/commands/catalog_files.hpp"

#include "server/domain/lane_keys.hpp"

#include <fstream>
#include <sstream>

namespace tillnote::app::commands {

Result<std::string> read_file(const std::filesystem::path& path) {
    const std::ifstream stream(path, std::ios::binary);
    std::stringstream text;
    if (!stream || !(text << stream.rdbuf())) {
        return Error{ErrorCode::not_found, "The file " + path.string() + " cannot be read; check the path.", "file"};
    }
    return text.str();
}

Result<std::vector<HotKey>> read_hot_keys(const std::filesystem::path& path, const Catalog& catalog) {
    auto text = read_file(path);
    if (!text) {
        return text.error();
    }
    return domain::parse_hot_keys(*text, catalog);
}

}  // namespace tillnote::app::commands
