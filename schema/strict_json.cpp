#include "schema/strict_json.hpp"

#include "schema/limits.hpp"
#include "schema/text.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <deque>
#include <functional>
#include <vector>

namespace tillnote {
namespace {

namespace json = boost::json;
using json::error_code;

Error malformed(std::string what, std::size_t byte) {
    return Error{ErrorCode::malformed_json, std::move(what) + " at byte " + std::to_string(byte) + " of the body.", ""};
}

/// The parser's handler: builds the value and stops at what a lenient parser would let pass: duplicate keys, NUL inside
/// text. Its functions are named and called by boost::json::basic_parser.
class StrictBuilder {
public:
    // The text bounds them all.
    static constexpr auto max_object_size = static_cast<std::size_t>(-1);
    static constexpr auto max_array_size = max_object_size;
    static constexpr auto max_key_size = max_object_size;
    static constexpr auto max_string_size = max_object_size;

    /// `text` is what is read, whole.
    StrictBuilder(std::string_view text, json::storage_ptr storage) : text_(text) { values_.reset(std::move(storage)); }

    bool on_document_begin(error_code& /*error*/) { return true; }
    bool on_document_end(error_code& /*error*/) { return true; }

    bool on_object_begin(error_code& /*error*/) {
        opened_at_.push_back(keys_.size());
        return true;
    }
    bool on_object_end(std::size_t members, error_code& error) {
        const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(opened_at_.back());
        std::sort(first, keys_.end());
        if (const auto twice = std::adjacent_find(first, keys_.end()); twice != keys_.end()) {
            return refuse("The member \"" + std::string(first_characters(*twice, 40)) +
                              "\" is given twice in one object; give it once",
                          error);
        }
        keys_.erase(first, keys_.end());
        opened_at_.pop_back();
        values_.push_object(members);
        return true;
    }
    bool on_array_begin(error_code& /*error*/) { return true; }
    bool on_array_end(std::size_t entries, error_code& /*error*/) {
        values_.push_array(entries);
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t /*size*/, error_code& /*error*/) {
        key_start_.append(part.data(), part.size());
        values_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t /*size*/, error_code& error) {
        std::string_view name = part;
        // What stood behind an escape lies in a buffer of the parser's, which is gone when this returns.
        if (!key_start_.empty() || !lies_in_text(part)) {
            name = joined_keys_.emplace_back(key_start_.append(part.data(), part.size()));
            key_start_.clear();
        }
        if (name.find('\0') != std::string_view::npos) {
            return refuse("A member name holds the character U+0000; leave it out", error);
        }
        keys_.push_back(name);
        values_.push_key(part);
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t /*size*/, error_code& error) {
        values_.push_chars(part);
        return without_nul(part, error);
    }
    bool on_string(json::string_view part, std::size_t /*size*/, error_code& error) {
        values_.push_string(part);
        return without_nul(part, error);
    }

    bool on_number_part(json::string_view /*digits*/, error_code& /*error*/) { return true; }
    bool on_int64(std::int64_t value, json::string_view /*digits*/, error_code& /*error*/) {
        values_.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, json::string_view /*digits*/, error_code& /*error*/) {
        values_.push_uint64(value);
        return true;
    }
    bool on_double(double value, json::string_view /*digits*/, error_code& error) {
        if (!std::isfinite(value)) {
            return refuse("A number is too large; write a smaller one", error);
        }
        values_.push_double(value);
        return true;
    }
    bool on_bool(bool value, error_code& /*error*/) {
        values_.push_bool(value);
        return true;
    }
    bool on_null(error_code& /*error*/) {
        values_.push_null();
        return true;
    }
    bool on_comment_part(json::string_view /*part*/, error_code& /*error*/) { return false; }
    bool on_comment(json::string_view /*part*/, error_code& /*error*/) { return false; }

    /// Call once, after a whole document.
    [[nodiscard]] JsonValue release() { return values_.release(); }
    [[nodiscard]] std::optional<Error>& error() noexcept { return error_; }

private:
    [[nodiscard]] bool lies_in_text(std::string_view part) const {
        const std::less<> before;
        return !before(part.data(), text_.data()) && !before(text_.data() + text_.size(), part.data() + part.size());
    }

    bool without_nul(std::string_view part, error_code& error) {
        return part.find('\0') == std::string_view::npos ||
               refuse("The JSON text holds the character U+0000; leave it out", error);
    }

    bool refuse(std::string detail, error_code& error) {
        error_ = Error{ErrorCode::malformed_json, std::move(detail) + ".", ""};
        error = json::error::syntax;
        return false;
    }

    std::string_view text_;
    json::value_stack values_;
    std::vector<std::string_view> keys_;  ///< of all open objects; views into the text or into joined_keys_
    std::vector<std::size_t> opened_at_;
    std::string key_start_;
    std::deque<std::string> joined_keys_;  ///< keys with escapes
    std::optional<Error> error_;
};

}  // namespace

Result<JsonValue> parse_strict_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = limits::json_depth_max;
    // A note's members fit into the first block; all of it goes away at once.
    json::basic_parser<StrictBuilder> parser(options, text, json::make_shared_resource<json::monotonic_resource>());
    error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && read < text.size()) {
        error = json::error::extra_data;
    }
    if (!error) {
        return {boost::system::in_place_value, parser.handler().release()};
    }
    if (auto& refused = parser.handler().error()) {
        return std::move(*refused);
    }
    if (error == json::error::too_deep) {
        return Error{ErrorCode::malformed_json,
                     "The JSON is nested deeper than " + std::to_string(limits::json_depth_max) + " levels; flatten it.",
                     ""};
    }
    return malformed("The JSON is cut off or has a syntax error", read + 1);
}

std::string dump_json(const JsonValue& value) {
    return json::serialize(value);
}

}  // namespace tillnote
