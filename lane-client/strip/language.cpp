#include "lane-client/strip/language.hpp"

namespace tillnote::strip {
namespace {

std::filesystem::path language_file(const lane::StateFolder& folder) {
    return folder.path() / "strip.language";
}

}  // namespace

Language read_language(const lane::StateFolder& folder) {
    const auto text = lane::read_small_file(language_file(folder));
    return text && text->value_or("") == "es\n" ? Language::spanish : Language::english;
}

Result<void> write_language(const lane::StateFolder& folder, Language language) {
    return lane::write_small_file(language_file(folder), language == Language::spanish ? "es\n" : "en\n");
}

}  // namespace tillnote::strip
