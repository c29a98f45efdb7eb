#include "server/app/config.hpp"

#include <toml++/toml.h>

#include <functional>
#include <map>
#include <optional>

namespace tillnote::app {
namespace {

Error wrong(const std::string& path, const std::string& key, const std::string& expected, const toml::node& node) {
    return {ErrorCode::invalid_field,
            path + ", line " + std::to_string(node.source().begin.line) + ": '" + key + "' must be " + expected + ".", key};
}

/// One table: key to what reads it. A reader returns what it expected, or an empty text when the value was taken.
using Reader = std::function<std::string(const toml::node&)>;

Reader text_into(std::string& target) {
    return [&target](const toml::node& node) -> std::string {
        if (!node.is_string()) {
            return "a text";
        }
        target = node.as_string()->get();
        return "";
    };
}

template <typename Number>
Reader number_into(Number& target, std::int64_t min, std::int64_t max) {
    return [&target, min, max](const toml::node& node) -> std::string {
        if (!node.is_integer() || node.as_integer()->get() < min || node.as_integer()->get() > max) {
            return "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
        }
        target = static_cast<Number>(node.as_integer()->get());
        return "";
    };
}

Reader texts_into(std::vector<std::string>& target) {
    return [&target](const toml::node& node) -> std::string {
        if (!node.is_array()) {
            return "a list of texts";
        }
        for (const auto& entry : *node.as_array()) {
            if (!entry.is_string()) {
                return "a list of texts";
            }
            target.push_back(entry.as_string()->get());
        }
        return "";
    };
}

Reader level_into(std::string& target) {
    return [&target](const toml::node& node) -> std::string {
        const auto value = node.value<std::string>().value_or("");
        if (value != "debug" && value != "info" && value != "warning" && value != "error") {
            return "'debug', 'info', 'warning' or 'error'";
        }
        target = value;
        return "";
    };
}

std::map<std::string, Reader> make_readers(Config& config) {
    return {
        {"server.address", text_into(config.address)},
        {"server.port", number_into(config.port, 0, 65'535)},
        {"server.metrics_port", number_into(config.metrics_port, 0, 65'535)},
        {"server.hosts", texts_into(config.hosts)},
        {"database.ingest", text_into(config.database_ingest)},
        {"database.web", text_into(config.database_web)},
        {"database.digest", text_into(config.database_digest)},
        {"database.migrate", text_into(config.database_migrate)},
        {"limits.writers", number_into(config.writers, 1, 16)},
        {"limits.readers", number_into(config.readers, 1, 64)},
        {"limits.hashers", number_into(config.hashers, 1, 2)},
        {"limits.waiting_notes_max", number_into(config.waiting_notes_max, 100, 1'000'000)},
        {"log.level", level_into(config.log_level)},
    };
}

std::optional<Error> read_all(const toml::table& root, const std::string& path, Config& config) {
    const auto readers = make_readers(config);
    for (const auto& [section_name, section] : root) {
        if (!section.is_table()) {
            return wrong(path, std::string(section_name.str()), "a section such as [server]", section);
        }
        for (const auto& [name, node] : *section.as_table()) {
            const auto key = std::string(section_name.str()) + "." + std::string(name.str());
            const auto reader = readers.find(key);
            if (reader == readers.end()) {
                return wrong(path, key, "left out: there is no such setting; config/server.toml lists them", node);
            }
            if (const auto expected = reader->second(node); !expected.empty()) {
                return wrong(path, key, expected, node);
            }
        }
    }
    return std::nullopt;
}

std::optional<Error> check_complete(const Config& config, const std::string& path) {
    const std::map<std::string, const std::string*> required{{"database.ingest", &config.database_ingest},
                                                             {"database.web", &config.database_web},
                                                             {"database.digest", &config.database_digest},
                                                             {"database.migrate", &config.database_migrate}};
    for (const auto& [key, value] : required) {
        if (value->empty()) {
            return Error{ErrorCode::invalid_field, path + ": '" + key + "' is missing; give a PostgreSQL connection string.",
                         key};
        }
    }
    const bool loopback = config.address == "127.0.0.1" || config.address == "::1";
    if (!loopback) {
        return Error{ErrorCode::invalid_field,
                     path + ": 'server.address' must be 127.0.0.1 or ::1; without TLS the server answers on loopback only.",
                     "server.address"};
    }
    return std::nullopt;
}

}  // namespace

Result<Config> load_config(const std::string& path) {
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        if (line == 0) {
            return Error{ErrorCode::not_found, "The configuration " + path + " cannot be read; name it with --config FILE.",
                         ""};
        }
        return Error{ErrorCode::invalid_field,
                     path + ", line " + std::to_string(line) + ": " + std::string(error.description()) + ".", ""};
    }
    Config config;
    if (auto error = read_all(root, path, config)) {
        return std::move(*error);
    }
    if (auto error = check_complete(config, path)) {
        return std::move(*error);
    }
    return config;
}

}  // namespace tillnote::app
