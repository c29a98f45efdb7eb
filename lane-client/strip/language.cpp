#include "lane-client/strip/language.hpp"

#include "lane-client/folder_owner.hpp"

namespace tillnote::strip {
namespace {

constexpr std::string_view file_name = "strip.language";

/// Who may only ask the lane's agent writes nothing into its folder.
std::filesystem::path choose_folder(const lane::StateFolder& folder) {
    return lane::may_only_ask(folder.path()) ? lane::StateFolder::find_own() : folder.path();
}

}  // namespace

Language read_language(const lane::StateFolder& folder) {
    const auto text = lane::read_small_file(choose_folder(folder) / file_name);
    return text && text->value_or("") == "es\n" ? Language::spanish : Language::english;
}

Result<void> write_language(const lane::StateFolder& folder, Language language) {
    auto kept = lane::StateFolder::open(choose_folder(folder));
    if (!kept) {
        return kept.error();
    }
    return lane::write_small_file(kept->path() / file_name, language == Language::spanish ? "es\n" : "en\n");
}

}  // namespace tillnote::strip
