#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// JSON written as text at once, for what is large: a tree of thousands of small values costs more than all that is in them.
/// The same bytes as a tree would give.
namespace tillnote::render {

void append_json_text(std::string& out, std::string_view text);  ///< quoted and escaped; what is no UTF-8 is replaced
void append_json_figure(std::string& out, double figure);        ///< null where it is infinite or no number

/// One object, member by member, in the order they are added. `out` outlives it. Names need no escaping.
class JsonObject {
public:
    explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }

    JsonObject& text(std::string_view name, std::string_view value);
    JsonObject& number(std::string_view name, std::int64_t value);
    JsonObject& figure(std::string_view name, std::optional<double> value);  ///< null for nothing
    JsonObject& truth(std::string_view name, bool value);
    JsonObject& null(std::string_view name);
    JsonObject& tree(std::string_view name, const nlohmann::ordered_json& value);
    /// Where the value of `name` is to be appended.
    std::string& open(std::string_view name);
    void close() { out_ += '}'; }

private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace tillnote::render
