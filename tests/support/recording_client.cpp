#include "tests/support/recording_client.hpp"

#include <curl/curl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace tillnote::test {
namespace {

std::size_t append_body(char* data, std::size_t size, std::size_t count, void* target) {
    static_cast<std::string*>(target)->append(data, size * count);
    return size * count;
}

std::size_t append_header(char* data, std::size_t size, std::size_t count, void* target) {
    const std::string line(data, size * count);
    const auto colon = line.find(':');
    if (colon != std::string::npos) {
        auto name = line.substr(0, colon);
        std::ranges::transform(name, name.begin(),
                               [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        auto value = line.substr(colon + 1);
        value.erase(0, value.find_first_not_of(' '));
        value.erase(value.find_last_not_of("\r\n") + 1);
        static_cast<std::multimap<std::string, std::string>*>(target)->emplace(std::move(name), std::move(value));
    }
    return size * count;
}

void expect_security_headers(const std::string& what, const Answer& answer) {
    EXPECT_NE(answer.header("content-security-policy").find("default-src 'none'"), std::string::npos) << what;
    EXPECT_EQ(answer.header("content-security-policy").find("unsafe"), std::string::npos) << what;
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << what;
    EXPECT_FALSE(answer.header("referrer-policy").empty()) << what;
    EXPECT_FALSE(answer.header("cache-control").empty()) << what;
    EXPECT_FALSE(answer.header("x-request-id").empty()) << what;
    EXPECT_TRUE(answer.header("server").empty()) << what;
}

/// A mistake in a field says in which one, and why.
void expect_fields_named(const std::string& what, const nlohmann::json& problem) {
    static const std::set<std::string> of_fields{"/problems/invalid-field", "/problems/unknown-field",
                                                 "/problems/impossible-value"};
    const auto errors = problem.value("errors", nlohmann::json::array());
    EXPECT_TRUE(!errors.empty() || !of_fields.contains(problem.value("type", ""))) << what << problem;
    for (const auto& error : errors) {
        EXPECT_FALSE(error.value("pointer", "").empty()) << what << problem;
        EXPECT_GT(error.value("message", "").size(), 10U) << what << problem;
    }
}

/// Every 4xx says what is wrong in a problem of the closed list, or on a page.
void expect_explained(const std::string& what, const Answer& answer) {
    if (answer.status < 400 || answer.body.empty()) {
        return;
    }
    if (answer.header("content-type").starts_with("text/html")) {
        return;
    }
    EXPECT_EQ(answer.header("content-type"), "application/problem+json") << what;
    const auto problem = nlohmann::json::parse(answer.body, nullptr, false);
    ASSERT_TRUE(problem.is_object()) << what << answer.body;
    EXPECT_TRUE(problem.value("type", "").starts_with("/problems/")) << what;
    EXPECT_EQ(problem.value("status", 0), answer.status) << what;
    EXPECT_GT(problem.value("detail", "").size(), 10U) << what;
    expect_fields_named(what, problem);
}

void record(const std::string& method, const std::string& path, const std::optional<std::string>& body,
            const Answer& answer) {
    const char* folder = std::getenv("TILLNOTE_RECORD_DIR");
    if (folder == nullptr) {
        return;
    }
    static std::atomic<int> counter{0};
    nlohmann::json headers = nlohmann::json::object();
    for (const auto& [name, value] : answer.headers) {
        headers[name] = value;
    }
    const nlohmann::json exchange{
        {"method", method},        {"path", path},
        {"status", answer.status}, {"headers", headers},
        {"body", answer.body},     {"request_body", body ? nlohmann::json(*body) : nlohmann::json(nullptr)}};
    std::ofstream(std::string(folder) + "/" + std::to_string(getpid()) + "-" + std::to_string(counter++) + ".json")
        << exchange.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string Answer::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

RecordingClient::RecordingClient(std::string base_url, Record recording, Headers always)
    : base_url_(std::move(base_url)), recording_(recording), always_(std::move(always)), curl_(curl_easy_init()) {}

RecordingClient::~RecordingClient() {
    curl_easy_cleanup(curl_);
}

Answer RecordingClient::get(const std::string& path, const Headers& headers) {
    return send("GET", path, headers, std::nullopt);
}

Answer RecordingClient::post_json(const std::string& path, const std::string& body, const Headers& headers) {
    auto all = headers;
    all.emplace_back("Content-Type", "application/json");
    return send("POST", path, all, body);
}

Answer RecordingClient::send(const std::string& method, const std::string& path, const Headers& headers,
                             const std::optional<std::string>& body) {
    curl_easy_reset(curl_);
    Answer answer;
    curl_slist* lines = curl_slist_append(nullptr, "Expect:");
    for (const Headers* some : {&always_, &headers}) {
        for (const auto& [name, value] : *some) {
            lines = curl_slist_append(lines, (name + ": " + value).c_str());
        }
    }
    const std::string url = base_url_ + path;
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl_, CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl_, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, append_body);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl_, CURLOPT_HEADERFUNCTION, append_header);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &answer.headers);
    if (body) {
        curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
        curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body->c_str());
    }
    const auto code = curl_easy_perform(curl_);
    curl_slist_free_all(lines);
    EXPECT_EQ(code, CURLE_OK) << method << " " << url << ": " << curl_easy_strerror(code);
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    if (code == CURLE_OK) {
        const auto what = method + " " + path + " " + std::to_string(answer.status);
        expect_security_headers(what, answer);
        expect_explained(what, answer);
        if (recording_ == Record::yes) {
            record(method, path, body, answer);
        }
    }
    return answer;
}

RecordingClient::Headers bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
}

}  // namespace tillnote::test
