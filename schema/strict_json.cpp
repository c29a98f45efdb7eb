#include "schema/strict_json.hpp"

#include "schema/limits.hpp"
#include "schema/text.hpp"

#include <vector>

namespace tillnote {
namespace {

using nlohmann::json;

Error malformed(std::string what, std::size_t byte) {
    return Error{ErrorCode::malformed_json, std::move(what) + " at byte " + std::to_string(byte) + " of the body.", ""};
}

/// Builds the document and stops at what a lenient parser would let pass: duplicate keys, depth, NUL inside text.
class StrictBuilder : public nlohmann::json_sax<json> {
public:
    explicit StrictBuilder(json& root) : root_(root) { open_.reserve(limits::json_depth_max); }

    bool null() override { return place(nullptr) != nullptr; }
    bool boolean(bool value) override { return place(value) != nullptr; }
    bool number_integer(number_integer_t value) override { return place(value) != nullptr; }
    bool number_unsigned(number_unsigned_t value) override { return place(value) != nullptr; }
    bool number_float(number_float_t value, const string_t& /*digits*/) override { return place(value) != nullptr; }
    bool binary(binary_t& /*value*/) override { return false; }

    bool string(string_t& value) override {
        if (value.find('\0') != string_t::npos) {
            return refuse("The JSON text holds the character U+0000; leave it out");
        }
        return place(std::move(value)) != nullptr;
    }

    bool start_object(std::size_t /*size*/) override { return open(json::value_t::object); }
    bool start_array(std::size_t /*size*/) override { return open(json::value_t::array); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (name.find('\0') != string_t::npos) {
            return refuse("A member name holds the character U+0000; leave it out");
        }
        const auto [entry, added] = open_.back()->get_ref<json::object_t&>().try_emplace(std::move(name));
        if (!added) {
            return refuse("The member \"" + std::string(first_characters(entry->first, 40)) +
                          "\" is given twice in one object; give it once");
        }
        member_ = &entry->second;
        return true;
    }

    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*why*/) override {
        error_ = malformed("The JSON is cut off or has a syntax error", position);
        return false;
    }

    [[nodiscard]] std::optional<Error>& error() noexcept { return error_; }

private:
    template <typename Value>
    json* place(Value&& value) {
        if (open_.empty()) {
            root_ = std::forward<Value>(value);
            return &root_;
        }
        if (open_.back()->is_object()) {
            *member_ = std::forward<Value>(value);
            return member_;
        }
        return &open_.back()->get_ref<json::array_t&>().emplace_back(std::forward<Value>(value));
    }

    bool open(json::value_t type) {
        if (open_.size() == limits::json_depth_max) {
            return refuse("The JSON is nested deeper than " + std::to_string(limits::json_depth_max) +
                          " levels; flatten it");
        }
        open_.push_back(place(json(type)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    bool refuse(std::string detail) {
        error_ = Error{ErrorCode::malformed_json, std::move(detail) + ".", ""};
        return false;
    }

    json& root_;
    std::vector<json*> open_;  ///< a parent holds still while a child is open, so these stay valid
    json* member_ = nullptr;
    std::optional<Error> error_;
};

}  // namespace

Result<json> parse_strict_json(std::string_view text) {
    // nlohmann's lexer takes a NUL for the end of the text and skips a byte order mark: both are refused here.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return malformed("The body holds a NUL", nul + 1);
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        return malformed("The body begins with a byte order mark, which JSON does not allow,", 1);
    }
    json root;
    StrictBuilder builder(root);
    if (!json::sax_parse(text.begin(), text.end(), &builder)) {
        return builder.error().value_or(malformed("The JSON cannot be read", 1));
    }
    return {boost::system::in_place_value, std::move(root)};
}

}  // namespace tillnote
